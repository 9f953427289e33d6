/** The key by which REST rows and held lines are compared, which may come from different endpoints of a server. */
import type { LogSource } from '../backends/source.js';
import type { DecodedLine } from '../entry.js';

/** Includes timestamps only if all lines have them, because a WebSocket may leave out timestamps that REST has. */
export function rowKey<Raw>(
  source: Pick<LogSource<Raw>, 'identity'>,
  intake: { key(line: DecodedLine<Raw>): string },
  ...sides: readonly (readonly DecodedLine<Raw>[])[]
): (line: DecodedLine<Raw>) => string {
  const loose =
    source.identity === 'align' && sides.some((side) => side.some((line) => line.timestamp === undefined));
  return loose ? (line) => line.message.trimEnd() : (line) => intake.key(line);
}
