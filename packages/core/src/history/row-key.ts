/** What rows of REST and held lines are compared by, where both come from different mouths of one server. */
import type { LogSource } from '../backends/source.js';
import type { DecodedLine } from '../entry.js';

/** Stamps count where all lines have them: a socket may leave out what REST has. */
export function rowKey<Raw>(
  source: Pick<LogSource<Raw>, 'identity'>,
  intake: { key(line: DecodedLine<Raw>): string },
  ...sides: readonly (readonly DecodedLine<Raw>[])[]
): (line: DecodedLine<Raw>) => string {
  const loose =
    source.identity === 'align' && sides.some((side) => side.some((line) => line.timestamp === undefined));
  return loose ? (line) => line.message.trimEnd() : (line) => intake.key(line);
}
