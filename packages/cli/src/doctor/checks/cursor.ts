import { fail, lines, nothing, ok, warn, type Check } from '../finding.js';
import { isOpen, type SeenLine } from '../observations.js';

const FIX =
  'Parse since as ISO 8601 with all its digits, compare it at the precision of the rows, and sort oldest first.';

const before = (all: readonly SeenLine[], since: SeenLine): readonly SeenLine[] =>
  all.filter(({ time }) => time !== undefined && since.time !== undefined && time < since.time);

/** REST returns exactly the lines after a timestamp, with or without those that carry it. */
export const cursor: Check = ({ list, since: asked }) => {
  if (!asked) return nothing;
  const { since, answer } = asked;
  if (answer.status !== 200 || answer.unreadable !== undefined)
    return fail(
      'since',
      `A request with since fails: ${answer.unreadable ?? `status ${answer.status ?? 'none'}.`}`,
      FIX,
    );
  const early = before(answer.lines, since);
  if (early.length > 0)
    return fail('since', `since is ignored: ${lines(early.length)} from before it arrived.`, FIX);
  const got = new Set(answer.lines.map(({ key }) => key));
  const wanted = list.lines.filter(({ time }) => time !== undefined && time > (since.time ?? Infinity));
  const lost = wanted.filter(({ key }) => !got.has(key));
  if (lost.length > 0)
    return fail(
      'since',
      `${lines(lost.length)} after since did not arrive: every reconnect loses lines.`,
      FIX,
    );
  const inclusive = answer.lines.some(({ timestamp }) => timestamp === since.timestamp);
  return ok(
    'since',
    `since works (lines with exactly that timestamp are ${inclusive ? 'included' : 'left out'}).`,
  );
};

/** A reopened stream resumes instead of starting over. */
export const resumed: Check = ({ resumed: again }) => {
  if (!again || !isOpen(again.stream)) return nothing;
  const early = before(
    again.stream.arrivals.flatMap((arrival) => arrival.lines),
    again.since,
  );
  return early.length === 0
    ? ok('stream since', 'The stream resumes from since.')
    : warn(
        'stream since',
        `The stream ignores since: ${lines(early.length)} from before it arrived again.`,
        'Nothing is shown twice, but every reconnect sends the whole log. Respect since on the stream as in REST.',
      );
};
