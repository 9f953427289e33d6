/**
 * Selecting a time range in a histogram with the pointer or the keyboard. Pure: events in, state out. Bars are identified by their
 * start times, because they appear, disappear and merge during the selection.
 */

/** The bars from `anchor` to `cursor`, in either order. Start times in epoch milliseconds. */
export interface Brush {
  readonly anchor: number;
  readonly cursor: number;
  /** A pointer is down. */
  readonly held: boolean;
}

export type BrushEvent =
  | { readonly type: 'down'; readonly at: number; readonly extend: boolean }
  | { readonly type: 'move'; readonly at: number }
  | { readonly type: 'up' }
  /** Arrow keys, Home and End. `extend`: with Shift. */
  | { readonly type: 'step'; readonly to: number; readonly extend: boolean }
  | { readonly type: 'clear' };

/** The start times of the first and the last bar of a brush. */
export function bounds({ anchor, cursor }: Brush): readonly [first: number, last: number] {
  return anchor <= cursor ? [anchor, cursor] : [cursor, anchor];
}

/** The next state; undefined: nothing is selected. `first` and `last` are the start times of the outermost bars. */
export function reduceBrush(
  brush: Brush | undefined,
  event: BrushEvent,
  [first, last]: readonly [first: number, last: number],
): Brush | undefined {
  const within = (at: number): number => Math.min(Math.max(at, first), last);
  switch (event.type) {
    case 'down': {
      const at = within(event.at);
      return { anchor: event.extend && brush ? brush.anchor : at, cursor: at, held: true };
    }
    case 'move':
      return brush?.held ? { ...brush, cursor: within(event.at) } : brush;
    case 'up':
      return brush && { ...brush, held: false };
    case 'step': {
      const at = within(event.to);
      return { anchor: event.extend && brush ? brush.anchor : at, cursor: at, held: false };
    }
    case 'clear':
      return undefined;
  }
}
