/** What a frame of the live stream holds, whatever the backend's decoder does with it. */
import type { Frame, LogSource, Signal, TransportName } from '../backends/source.js';
import type { DecodedLine } from '../entry.js';

/** Puts the lines of a frame that holds nothing else behind the others, and answers true. */
export function readLines<Raw>(
  { decode }: Pick<LogSource<Raw>, 'decode'>,
  frame: Frame,
  transport: TransportName,
  lines: DecodedLine<Raw>[],
): boolean {
  if (decode.lines === undefined) return false;
  const before = lines.length;
  try {
    return decode.lines(frame, transport, lines);
  } catch {
    lines.length = before; // what it throws again is told by `decodeFrame`
    return false;
  }
}

/** A backend that throws on a frame has met one it cannot read; the stream goes on with the next. */
export function decodeFrame<Raw>(
  source: Pick<LogSource<Raw>, 'decode'>,
  frame: Frame,
  transport: TransportName,
): readonly Signal<Raw>[] {
  try {
    return source.decode(frame, transport);
  } catch (thrown) {
    const reason = thrown instanceof Error ? thrown.message : String(thrown);
    return [{ type: 'malformed', reason, data: frame.data.slice(0, 200) }];
  }
}
