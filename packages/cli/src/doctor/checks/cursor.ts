import { fail, lines, nothing, ok, warn, type Check } from '../finding.js';
import { isOpen, type SeenLine } from '../observations.js';

const FIX =
  'Read since as ISO 8601 with all its digits, compare it in the same precision as the rows, and sort oldest first.';

const before = (all: readonly SeenLine[], since: SeenLine): readonly SeenLine[] =>
  all.filter(({ time }) => time !== undefined && since.time !== undefined && time < since.time);

/** REST gives what came after a stamp: all of it, and nothing else. With or without the stamp's own lines. */
export const cursor: Check = ({ list, since: asked }) => {
  if (!asked) return nothing;
  const { since, answer } = asked;
  if (answer.status !== 200 || answer.unreadable !== undefined)
    return fail(
      'since',
      `Lines after a stamp are refused: ${answer.unreadable ?? `status ${answer.status ?? 'none'}`}`,
      FIX,
    );
  const early = before(answer.lines, since);
  if (early.length > 0)
    return fail('since', `since is not heeded: ${lines(early.length)} from before it came.`, FIX);
  const got = new Set(answer.lines.map(({ key }) => key));
  const wanted = list.lines.filter(({ time }) => time !== undefined && time > (since.time ?? Infinity));
  const lost = wanted.filter(({ key }) => !got.has(key));
  if (lost.length > 0)
    return fail('since', `${lines(lost.length)} after since did not come: reconnecting loses them.`, FIX);
  const inclusive = answer.lines.some(({ timestamp }) => timestamp === since.timestamp);
  return ok('since', `since is heeded (${inclusive ? 'with' : 'without'} the lines of its own stamp).`);
};

/** A stream that is opened again goes on instead of beginning anew. */
export const resumed: Check = ({ resumed: again }) => {
  if (!again || !isOpen(again.stream)) return nothing;
  const early = before(
    again.stream.arrivals.flatMap((arrival) => arrival.lines),
    again.since,
  );
  return early.length === 0
    ? ok('stream since', 'The stream goes on from since.')
    : warn(
        'stream since',
        `The stream does not heed since: ${lines(early.length)} from before it came again.`,
        'Nothing is shown twice, but every reconnect sends the whole log. Heed since on the stream as on REST.',
      );
};
