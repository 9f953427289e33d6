/** Decodes a frame of the live stream, and survives a decoder that throws. */
import type { Frame, LogSource, Signal, TransportName } from '../backends/source.js';
import type { DecodedLine } from '../entry.js';
import { messageOf } from '../errors.js';

/** If a frame contains only lines, appends them to `lines` and returns true. */
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
    lines.length = before; // it will throw again in `decodeFrame`, which reports it
    return false;
  }
}

/** A frame on which the decoder throws counts as malformed, and the stream goes on with the next. */
export function decodeFrame<Raw>(
  source: Pick<LogSource<Raw>, 'decode'>,
  frame: Frame,
  transport: TransportName,
): readonly Signal<Raw>[] {
  try {
    return source.decode(frame, transport);
  } catch (thrown) {
    return [{ type: 'malformed', reason: messageOf(thrown), data: frame.data.slice(0, 200) }];
  }
}
