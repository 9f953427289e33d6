import type { ViewerLabels } from '../labels.js';
import { createRowLook } from './row-look.js';
import { RowLine, type RowAction } from './row-line.js';
import type { LogViewerRowProps } from './row.js';

/** An element that draws one line after the other without React. */
export class RowSlot {
  private readonly look = createRowLook();
  private row: HTMLElement | undefined;
  private line: RowLine | undefined;
  private drawn:
    { readonly props: LogViewerRowProps; readonly labels: ViewerLabels; readonly now: number } | undefined;

  /** For the `ref` of the row's element. StrictMode takes the element away and gives it back: what was drawn still stands in it. */
  readonly attach = (row: HTMLElement | null): void => {
    if (!row || row === this.row) return;
    this.row = row;
    this.line = new RowLine(row);
    this.drawn = undefined;
  };

  /** Sequence number of the line that is drawn. */
  get seq(): number | undefined {
    return this.drawn?.props.entry.seq;
  }

  /** Draws a line, unless it is already drawn in the same way. `now`: epoch milliseconds, for relative timestamps. */
  draw(props: LogViewerRowProps, labels: ViewerLabels, now: number): void {
    const { drawn } = this;
    if (!this.line || (drawn?.labels === labels && drawn.now === now && isSameRow(drawn.props, props)))
      return;
    this.drawn = { props, labels, now };
    this.line.draw(this.look(props, labels, now));
  }

  /** The action for a press on an element in it. */
  actionOf(target: Element): RowAction | undefined {
    return this.line?.actionOf(target);
  }
}

/** Whether two rows are drawn alike. */
export function isSameRow(one: LogViewerRowProps, other: LogViewerRowProps): boolean {
  const names = Object.keys(other) as (keyof LogViewerRowProps)[];
  return names.length === Object.keys(one).length && names.every((name) => one[name] === other[name]);
}
