import { fail, nothing, ok, seconds, skip, warn, type Check } from '../finding.js';
import type { Arrival, SeenLine } from '../observations.js';

const UNBUFFER =
  'In nginx: proxy_buffering off; gzip off; for this path. In the server: flush after each event.';

/** Lines that were written so far apart cannot have been sent together. Milliseconds. */
const TOGETHER = 2_000;

/** What is there must not take longer than this after the headers. */
const PROMPT = 2_000;

/** Lines that were not there yet when the list was read. */
function freshIn(arrival: Arrival, newest: number): readonly SeenLine[] {
  return arrival.lines.filter(({ time }) => time !== undefined && time > newest);
}

/** How far apart the lines of one arrival were written. */
function spread(fresh: readonly SeenLine[]): number {
  const times = fresh.flatMap(({ time }) => (time === undefined ? [] : [time]));
  return times.length < 2 ? 0 : Math.max(...times) - Math.min(...times);
}

/** What is sent arrives when it is sent. Judged by the lines' own stamps, so that no clock needs to be right. */
export const arrival: Check = ({ stream, list }) => {
  if (stream?.answer.status !== 200) return nothing;
  const { arrivals, answer, listened, end } = stream;
  const first = arrivals[0];
  if (!first) {
    const silence = `Nothing came in ${seconds(listened)}`;
    if (end !== undefined) return fail('arrival', `The stream ended (${end}) with nothing in it.`, UNBUFFER);
    return list.lines.length > 0
      ? warn(
          'arrival',
          `${silence}, though the log has lines: it begins at "now", or something holds it back.`,
          `${UNBUFFER} Look again while the log is written to.`,
        )
      : skip('arrival', `${silence}: nothing was written. Look again while the log is written to.`);
  }
  const newest = Math.max(...list.lines.map(({ time }) => time ?? -Infinity));
  const worst = Math.max(...arrivals.map((one) => spread(freshIn(one, newest))));
  if (worst > TOGETHER)
    return fail(
      'arrival',
      `Lines that were written ${seconds(worst)} apart came together: something holds the stream back.`,
      UNBUFFER,
    );
  const held = first.at - answer.ms;
  if (held > PROMPT && first.lines.some(({ time }) => time !== undefined && time <= newest))
    return warn('arrival', `Lines that were there came ${seconds(held)} after the headers.`, UNBUFFER);
  const fresh = arrivals.map((one) => freshIn(one, newest).length).filter((count) => count > 0);
  return fresh.length > 0
    ? ok(
        'arrival',
        `New lines came as they were written: ${fresh.reduce((a, b) => a + b)} in ${fresh.length} pieces.`,
      )
    : ok('arrival', `The first bytes came after ${seconds(first.at)}; no new line was written meanwhile.`);
};
