/** A viewer on a page of its own, for tests in a real browser: what a person sees of it. */
import type { ReactNode } from 'react';
import { expect } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import { LogViewer, type LogViewerProps } from '../log-viewer.js';
import type { LogViewerHandle } from '../handle.js';
import '../../styles.css';

/** What tests ask and do. */
export interface ViewerPage {
  readonly handle: LogViewerHandle;
  readonly viewport: HTMLElement;
  /** The part with this name; undefined when it is not there. */
  part(name: string): HTMLElement | undefined;
  /** Text of a part; empty when it is not there. */
  text(name: string): string;
  /** The field to find, or to filter. */
  field(name: 'search' | 'filter'): HTMLInputElement;
  /** The button whose name, or text, begins so. */
  button(name: string): HTMLElement;
  rows(): readonly HTMLElement[];
  /** The row with this number, if it is drawn. */
  row(seq: number): HTMLElement | undefined;
  /** Numbers of the selected rows that are drawn. */
  selected(): readonly number[];
  /** The messages of the rows that are drawn; undefined for a row that is no line. */
  messages(): readonly (string | undefined)[];
  /** The number of a line that is drawn, and its message. */
  lineNumber(seq: number): HTMLElement;
  message(seq: number): HTMLElement;
  /** Pixels from the top of the viewport to the row. */
  placeOf(seq: number): number;
  /** Numbers of the rows that can be seen, whole or in part. */
  inSight(): readonly number[];
  /** Distance of the scroller from its end. */
  fromEnd(): number;
  /** Turns the wheel over the lines; negative is up. */
  wheel(y: number): Promise<void>;
  rerender(props: LogViewerProps): Promise<void>;
  unmount(): Promise<void>;
}

/** Renders a viewer and waits until it stands. */
export async function openViewer(
  props: LogViewerProps,
  around: (viewer: ReactNode) => ReactNode = (viewer) => viewer,
): Promise<ViewerPage> {
  let handle: LogViewerHandle | null = null;
  const draw = (given: LogViewerProps): ReactNode =>
    around(
      <LogViewer height={400} {...given} ref={(made: LogViewerHandle | null) => void (handle = made)} />,
    );
  const screen = await render(draw(props));
  const { container } = screen;
  const part = (name: string): HTMLElement | undefined =>
    container.querySelector<HTMLElement>(`[data-tailrace="${name}"]`) ?? undefined;
  const rows = (): readonly HTMLElement[] => [
    ...container.querySelectorAll<HTMLElement>('[data-tailrace="row"]'),
  ];
  await expect.poll(() => part('viewport')).toBeDefined();
  const viewport = part('viewport') as HTMLElement;
  const row = (seq: number): HTMLElement | undefined =>
    rows().find((element) => Number(element.dataset['seq']) === seq);
  const drawn = (seq: number): HTMLElement => {
    const element = row(seq);
    if (!element) throw new Error(`Line ${seq} is not drawn.`);
    return element;
  };
  const partOf = (seq: number, name: string): HTMLElement =>
    drawn(seq).querySelector(`[data-tailrace="${name}"]`) as HTMLElement;
  return {
    get handle() {
      if (!handle) throw new Error('The viewer has no handle.');
      return handle;
    },
    viewport,
    part,
    text: (name) => part(name)?.textContent ?? '',
    field: (name) => part(name) as HTMLInputElement,
    button(name) {
      const buttons = [...(part('viewer')?.querySelectorAll<HTMLElement>('button') ?? [])];
      const found = buttons.find((each) =>
        (each.getAttribute('aria-label') ?? each.textContent).startsWith(name),
      );
      if (!found) throw new Error(`There is no button "${name}".`);
      return found;
    },
    rows,
    row,
    selected: () =>
      rows().flatMap(({ dataset }) => (dataset['selected'] === undefined ? [] : Number(dataset['seq']))),
    messages: () =>
      rows().map((each) => each.querySelector('[data-tailrace="message"]')?.textContent ?? undefined),
    lineNumber: (seq) => partOf(seq, 'line-number'),
    message: (seq) => partOf(seq, 'message'),
    placeOf: (seq) => drawn(seq).getBoundingClientRect().top - viewport.getBoundingClientRect().top,
    inSight() {
      const box = viewport.getBoundingClientRect();
      return rows()
        .filter((element) => {
          const at = element.getBoundingClientRect();
          return at.bottom > box.top + 1 && at.top < box.bottom - 1;
        })
        .map((element) => Number(element.dataset['seq']));
    },
    fromEnd: () => viewport.scrollHeight - viewport.clientHeight - viewport.scrollTop,
    wheel: (y) => userEvent.wheel(viewport, { delta: { y } }),
    rerender: async (next) => {
      await screen.rerender(draw(next));
    },
    unmount: async () => {
      await screen.unmount();
    },
  };
}
