import { fail, lines, nothing, ok, seconds, skip, warn, type Check } from '../finding.js';
import { isOpen, type Arrival, type ListAnswer, type SeenLine, type StreamWatch } from '../observations.js';

const UNBUFFER =
  'In nginx, set "proxy_buffering off; gzip off;" for this path. In the server, flush after each event.';

/** Lines written this far apart cannot have been sent together. Milliseconds. */
const TOGETHER = 2_000;

/** Existing lines must arrive within this time of the headers. Milliseconds. */
const PROMPT = 2_000;

const newestOf = (lines: readonly SeenLine[]): number =>
  lines.reduce((newest, { time }) => Math.max(newest, time ?? -Infinity), -Infinity);

/** Lines written after the list was read. */
function freshIn(arrival: Arrival, newest: number): readonly SeenLine[] {
  return arrival.lines.filter(({ time }) => time !== undefined && time > newest);
}

/** The server's time at our time zero, judged by the line that arrived fastest. */
function serverStart(arrivals: readonly Arrival[]): number {
  return arrivals.reduce((latest, { at, lines }) => Math.max(latest, newestOf(lines) - at), -Infinity);
}

/** The largest span between two lines that were written while the stream was open and arrived together. */
function spread({ arrivals }: StreamWatch, list: ListAnswer): number {
  // Lines may be written between the list and the opening of the stream, which takes about as long as the list did.
  const from = Math.max(newestOf(list.lines), serverStart(arrivals) + list.ms);
  return arrivals.reduce((worst, arrival) => {
    const times = freshIn(arrival, from).map(({ time }) => time as number);
    return times.length < 2 ? worst : Math.max(worst, Math.max(...times) - Math.min(...times));
  }, 0);
}

/** Lines arrive when they are sent. Judged by their own timestamps, so that no clock has to be right. */
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
      `${lines(missed.length)} that REST had halfway through never arrived on the stream: something is holding it back.`,
      UNBUFFER,
    );
  if (!first) {
    const silence = `Nothing arrived in ${seconds(listened)}`;
    if (end !== undefined)
      return fail('arrival', `The stream ended (${end}) without sending a line.`, UNBUFFER);
    return list.lines.length > 0
      ? warn(
          'arrival',
          `${silence}, although the log has lines: the stream starts at "now", or something is holding it back.`,
          `${UNBUFFER} Check again while lines are being written.`,
        )
      : skip(
          'arrival',
          `${silence}, because nothing was written. Check again while lines are being written.`,
        );
  }
  const worst = spread(stream, list);
  if (worst > TOGETHER)
    return fail(
      'arrival',
      `Lines written ${seconds(worst)} apart arrived together: something is holding the stream back.`,
      UNBUFFER,
    );
  const held = first.at - answer.ms;
  if (held > PROMPT && first.lines.some(({ time }) => time !== undefined && time <= newest))
    return warn('arrival', `Existing lines arrived only ${seconds(held)} after the headers.`, UNBUFFER);
  const fresh = arrivals.map((one) => freshIn(one, newest).length).filter((count) => count > 0);
  return fresh.length > 0
    ? ok(
        'arrival',
        `New lines arrived as they were written: ${lines(fresh.reduce((a, b) => a + b))} in ${fresh.length} ${fresh.length === 1 ? 'chunk' : 'chunks'}.`,
      )
    : ok('arrival', `The first bytes arrived after ${seconds(first.at)}; no new line was written meanwhile.`);
};
