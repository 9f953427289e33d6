// Pushes millions of lines through one stream with a filter, a search and statistics, and prints the memory in use after a
// garbage collection at each mark. Needs --expose-gc. Arguments: the marks, in lines. `LARGE` large lines follow the last one.
// Frames only name the lines they stand for, so that the time goes into the stream and not into JSON.
import * as core from '@tailrace/core';

const marks = process.argv.slice(2).map(Number);
const last = marks.at(-1);
const LARGE = 2_000;
/** Lines per event, events per chunk, lines between two cuts, lines that a new connection repeats. */
const BATCH = 250;
const EVENTS = 40;
const CUT = 1_000_000;
const REPEATED = 5_000;
const EPOCH = Date.UTC(2026, 0, 1);

const encoder = new TextEncoder();
const labels = Object.freeze({ task: 'load' });
let written = 0;
let connections = 0;

let stampTime = 0;
let stamp = '';

/** Ten lines share a millisecond. */
function line(n) {
  const time = EPOCH + Math.floor(n / 10);
  if (time !== stampTime) [stampTime, stamp] = [time, new Date(time).toISOString()];
  const failed = n % 10 === 0;
  const filler = n < last ? '' : `${n} `.repeat(8_000);
  const message = `step ${n} ${failed ? 'failed with code' : 'done in about'} ${n % 997}${filler}`;
  const raw = { message, dump: `${filler} ` };
  return { timestamp: stamp, time, level: failed ? 'error' : 'info', message, labels, raw };
}
const lines = (from, to) => Array.from({ length: to - from }, (_, at) => line(from + at));
const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/** One live connection: it repeats the newest lines, and is cut after a while. */
function live() {
  connections += 1;
  const cutAt = Math.floor(written / CUT + 1) * CUT;
  let next = Math.max(0, written - REPEATED);
  return new ReadableStream(
    {
      async pull(controller) {
        await nextTurn(); // like a socket: lets timers and readers run
        if (next >= cutAt && next < last) return controller.error(new TypeError('terminated'));
        if (next >= last + LARGE) return new Promise(() => undefined);
        const end = next < last ? Math.min(last, next + BATCH * EVENTS) : next + 10;
        let text = '';
        for (; next < end; next = Math.min(end, next + BATCH))
          text += `data: ${next} ${Math.min(end, next + BATCH)}\n\n`;
        written = Math.max(written, end);
        controller.enqueue(encoder.encode(text));
      },
    },
    { highWaterMark: 0 },
  );
}

const page = (from) => ({
  url: `http://lake.test/rows?from=${Math.max(0, from)}`,
  token: 'none',
  expect: 'json',
  decode: ([start, end]) => ({ lines: lines(start, end), malformed: [] }),
});
const source = {
  backend: 'lake',
  key: 'lake',
  title: 'lake',
  transports: ['sse'],
  identity: 'count',
  liveStart: 'now',
  live: () => ({ url: 'http://lake.test/live', token: 'none' }),
  decode({ data }) {
    const [from, to] = data.split(' ').map(Number);
    return lines(from, to).map((one) => ({ type: 'line', line: one }));
  },
  identify: ({ timestamp, message }) => `${timestamp}\n${message}`,
  start: (request) => page(written - request.lines),
  catchUp: () => page(written - REPEATED),
};
const stream = core.createLogStream(source, {
  overlapWindow: 1_000,
  backoff: { base: 1, cap: 1, floor: 1 },
  fetch: async (url) => {
    const { pathname, searchParams } = new URL(url);
    if (pathname === '/rows') return Response.json([Number(searchParams.get('from')), written]);
    return new Response(live(), { headers: { 'content-type': 'text/event-stream' } });
  },
});

const filtered = core.createFilteredView(stream, { minLevel: 'error' });
const search = core.createSearch(filtered);
search.find('code 5');
const stats = core.createStats(stream);
let notified = 0;
stream.subscribe(() => (notified += 1));

function print(count) {
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  console.log(JSON.stringify({ count, bytes: heapUsed + external, ms: Math.round(performance.now()) }));
}

let mark = 0;
let given = 0;
let missed = 0;
for await (const item of stream) {
  if (item.kind === 'gap') missed += item.missing;
  else given += 1;
  if (given + missed >= marks[mark]) print(marks[mark++]);
  if (given + missed >= last + LARGE) break;
}
print(last + LARGE);
const { ledger } = stream.getSnapshot();
const read = {
  matches: search.getState().total,
  errors: filtered.getView().length,
  held: stats.getStats().lines,
};
console.log(JSON.stringify({ ledger, given, missed, notified, connections, ...read }));
search.dispose();
filtered.dispose();
stats.dispose();
stream.dispose();
