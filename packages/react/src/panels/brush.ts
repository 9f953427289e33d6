/**
 * Choosing a time in a histogram with a pointer or with keys. Pure: events in, state out. Bars are told by the time at which they
 * begin, because they come, go and join while somebody chooses.
 */

/** Bars from `anchor` to `cursor`, in either order. Epoch milliseconds. */
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

/** Where the first and the last bar of a brush begin. */
export function bounds({ anchor, cursor }: Brush): readonly [first: number, last: number] {
  return anchor <= cursor ? [anchor, cursor] : [cursor, anchor];
}

/** The next state; undefined: nothing is chosen. `first` and `last`: where the outermost bars begin. */
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
