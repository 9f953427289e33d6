/** The key by which REST rows and held lines are compared, which may come from different endpoints of a server. */
import type { LogSource } from '../backends/source.js';
import type { DecodedLine } from '../entry.js';

/**
 * Includes timestamps only if all lines have them, because a WebSocket may leave out timestamps that REST has. Each key is made once: it is
 * asked for several times, and most of the time of a large page went into making them.
 */
export function rowKey<Raw>(
  source: Pick<LogSource<Raw>, 'identity'>,
  intake: { key(line: DecodedLine<Raw>): string },
  ...sides: readonly (readonly DecodedLine<Raw>[])[]
): (line: DecodedLine<Raw>) => string {
  if (source.identity === 'id') return (line) => intake.key(line);
  const loose =
    source.identity === 'align' && sides.some((side) => side.some((line) => line.timestamp === undefined));
  const keys = new Map<DecodedLine<Raw>, string>();
  return (line) => {
    const known = keys.get(line);
    if (known !== undefined) return known;
    const key = loose ? line.message.trimEnd() : intake.key(line);
    keys.set(line, key);
    return key;
  };
}
