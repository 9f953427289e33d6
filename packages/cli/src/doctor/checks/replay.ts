import { fail, lines, nothing, ok, type Check } from '../finding.js';
import type { SeenLine } from '../observations.js';

/** How many of `some` are among `all`, counting copies. */
function countAmong(some: readonly SeenLine[], all: readonly SeenLine[]): number {
  const left = new Map<string, number>();
  for (const { key } of all) left.set(key, (left.get(key) ?? 0) + 1);
  return some.filter(({ key }) => {
    const count = left.get(key) ?? 0;
    left.set(key, count - 1);
    return count > 0;
  }).length;
}

/** A line has the same form over REST and live. */
export const replay: Check = ({ list, stream, socket }) => {
  const watched = stream ?? socket;
  if (!watched || list.lines.length === 0) return nothing;
  const came = watched.arrivals.flatMap((arrival) => arrival.lines);
  const times = list.lines.flatMap(({ time }) => (time === undefined ? [] : [time]));
  const oldest = Math.min(...times);
  const newest = Math.max(...times);
  const listed = new Set(list.lines.map(({ key }) => key));
  const repeated = came.filter(({ key }) => listed.has(key));
  // Lines at both ends may have been cut off the list, or are newer than it.
  const strange = came.filter(
    ({ key, time }) => !listed.has(key) && time !== undefined && time > oldest && time < newest,
  );
  if (strange.length > 0)
    return fail(
      'replay',
      `${lines(strange.length)} arrived live in a form that REST does not have: such lines would be shown twice.`,
      'Send id, timestamp (same digits), message and all other fields of a line identically, live and over REST.',
    );
  if (repeated.length === 0)
    return ok(
      'replay',
      'The live connection repeats nothing: it starts at "now", and REST has the lines before.',
    );
  const again = countAmong(list.lines, repeated);
  return ok(
    'replay',
    `The live connection repeats ${again} of the ${lines(list.lines.length)} that REST lists; they are recognised.`,
  );
};
