/** Finds the lines of a large frame that are too large themselves: a frame may hold several, and each counts for itself. */
import type { Frame, Signal } from '../backends/source.js';
import { rowSize } from '../continuity/row-size.js';
import { utf8Length } from '../transports/utf8-length.js';

/** The size in bytes of one of the signals of a frame that is larger than `max`, if it is a line that is too large; otherwise undefined. */
export function oversizeIn<Raw>(
  frame: Frame,
  signals: readonly Signal<Raw>[],
  signal: Signal<Raw>,
  max: number,
): number | undefined {
  const [first, second] = signals;
  if (!second && (signal.type === 'line' || signal.type === 'malformed')) return utf8Length(frame.data);
  if (signal.type !== 'line') return undefined;
  const { line } = signal;
  // Lines of one text may all have the whole of it as `raw`.
  const isShared = first?.type === 'line' && second?.type === 'line' && first.line.raw === second.line.raw;
  return rowSize(isShared ? { ...line, raw: line.message } : line, max);
}
