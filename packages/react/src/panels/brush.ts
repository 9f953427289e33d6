/** Choosing a run of bars with a pointer or with keys. Pure: events in, state out. */

/** Bars from `anchor` to `cursor`, in either order. */
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

/** The first and the last bar of a brush. */
export function bounds({ anchor, cursor }: Brush): readonly [first: number, last: number] {
  return anchor <= cursor ? [anchor, cursor] : [cursor, anchor];
}

const within = (at: number, bars: number): number => Math.min(Math.max(at, 0), bars - 1);

/** The next state; undefined: nothing is chosen. */
export function reduceBrush(brush: Brush | undefined, event: BrushEvent, bars: number): Brush | undefined {
  if (bars === 0) return undefined;
  switch (event.type) {
    case 'down': {
      const at = within(event.at, bars);
      return { anchor: event.extend && brush ? brush.anchor : at, cursor: at, held: true };
    }
    case 'move':
      return brush?.held ? { ...brush, cursor: within(event.at, bars) } : brush;
    case 'up':
      return brush && { ...brush, held: false };
    case 'step': {
      const at = within(event.to, bars);
      return { anchor: event.extend && brush ? brush.anchor : at, cursor: at, held: false };
    }
    case 'clear':
      return undefined;
  }
}
