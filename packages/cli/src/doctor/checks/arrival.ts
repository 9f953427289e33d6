import { fail, lines, nothing, ok, seconds, skip, warn, type Check } from '../finding.js';
import { isOpen, type Arrival, type ListAnswer, type SeenLine, type StreamWatch } from '../observations.js';

const UNBUFFER =
  'In nginx: proxy_buffering off; gzip off; for this path. In the server: flush after each event.';

/** Lines that were written so far apart cannot have been sent together. Milliseconds. */
const TOGETHER = 2_000;

/** What is there must not take longer than this after the headers. */
const PROMPT = 2_000;

const newestOf = (lines: readonly SeenLine[]): number =>
  lines.reduce((newest, { time }) => Math.max(newest, time ?? -Infinity), -Infinity);

/** Lines that were not there yet when the list was read. */
function freshIn(arrival: Arrival, newest: number): readonly SeenLine[] {
  return arrival.lines.filter(({ time }) => time !== undefined && time > newest);
}

/** Where zero of our clock lies on the server's: by the line that came fastest. */
function serverStart(arrivals: readonly Arrival[]): number {
  return arrivals.reduce((latest, { at, lines }) => Math.max(latest, newestOf(lines) - at), -Infinity);
}

/** How far apart lines were written that came in one piece. Of those only that were written while the stream was open. */
function spread({ arrivals }: StreamWatch, list: ListAnswer): number {
  // Lines may be written between the list and the stream; to open that takes as long as any answer.
  const from = Math.max(newestOf(list.lines), serverStart(arrivals) + list.ms);
  return arrivals.reduce((worst, arrival) => {
    const times = freshIn(arrival, from).map(({ time }) => time as number);
    return times.length < 2 ? worst : Math.max(worst, Math.max(...times) - Math.min(...times));
  }, 0);
}

/** What is sent arrives when it is sent. Judged by the lines' own stamps, so that no clock needs to be right. */
export const arrival: Check = ({ stream, list, later }) => {
  if (!isOpen(stream)) return nothing;
  const { arrivals, answer, listened, end } = stream;
  const first = arrivals[0];
  const newest = newestOf(list.lines);
  const known = Math.max(newest, ...arrivals.map((one) => newestOf(one.lines)));
  const missed =
    end === undefined ? (later?.lines ?? []).filter(({ time }) => (time ?? -Infinity) > known) : [];
  if (missed.length > 0)
    return fail(
      'arrival',
      `${lines(missed.length)} that REST had half-way did not come to the end: something holds the stream back.`,
      UNBUFFER,
    );
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
  const worst = spread(stream, list);
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
    : ok('arrival', `The first bytes came after ${seconds(first.at)}; no new line came meanwhile.`);
};
