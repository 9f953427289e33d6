import { describe, expect, it } from 'vitest';
import { examine } from './examine.js';
import type { Level } from './finding.js';
import type {
  Arrival,
  HttpAnswer,
  ListAnswer,
  Observations,
  SeenLine,
  SocketWatch,
  StreamWatch,
} from './observations.js';

const ORIGIN = 'https://app.example';
const HEADERS = {
  'content-type': 'application/json',
  'access-control-allow-origin': '*',
  'access-control-expose-headers': 'Retry-After',
};
const STREAM_HEADERS = {
  ...HEADERS,
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

const line = (n: number): SeenLine => ({ key: `k${n}`, timestamp: `t${n}`, time: n * 1_000 });
const lines = (from: number, to: number): SeenLine[] =>
  Array.from({ length: to - from + 1 }, (_, at) => line(from + at));
const answer = (status: number, headers: Record<string, string> = HEADERS): HttpAnswer => ({
  status,
  headers,
  ms: 10,
});
const list = (held: readonly SeenLine[], more: Partial<ListAnswer> = {}): ListAnswer => ({
  ...answer(200),
  lines: held,
  ...more,
});
const came = (at: number, held: readonly SeenLine[] = [], heartbeat = false): Arrival => ({
  at,
  lines: held,
  heartbeat,
});
const stream = (arrivals: readonly Arrival[], more: Partial<StreamWatch> = {}): StreamWatch => ({
  answer: answer(200, STREAM_HEADERS),
  arrivals,
  end: undefined,
  listened: 10_000,
  ...more,
});
const socket = (more: Partial<SocketWatch> = {}): SocketWatch => ({
  handshake: answer(101),
  opened: true,
  arrivals: [],
  close: undefined,
  listened: 10_000,
  ...more,
});
const beats = (every: number, count: number): Arrival[] =>
  Array.from({ length: count }, (_, at) => came((at + 1) * every, [], true));

/** A Codespace backend with nothing wrong. */
const well: Observations = {
  backend: 'codespace',
  baseUrl: 'https://api.example',
  hasToken: true,
  hasId: true,
  origin: ORIGIN,
  list: list(lines(1, 9)),
  newestTwo: list(lines(8, 9)),
  withoutToken: answer(401),
  wrongToken: answer(401),
  preflight: answer(204, { ...HEADERS, 'access-control-allow-headers': 'Content-Type, Authorization' }),
  since: { since: line(5), answer: list(lines(6, 9)) },
  stream: stream([came(20, lines(1, 9)), came(3_000, [line(10)]), ...beats(3_000, 3)]),
  streamWithoutToken: answer(401),
  resumed: { since: line(5), stream: stream([came(20, lines(6, 9))]) },
};
const sockets: Observations = {
  ...well,
  backend: 'containers',
  socket: socket(),
  socketWithoutToken: socket({ close: { code: 4001 } }),
};
const of = (found: ReturnType<typeof examine>, check: string) => found.filter((one) => one.check === check);

describe('examine', () => {
  it.each([
    ['codespace', well],
    ['containers', sockets],
  ])('finds nothing wrong with a faultless %s backend', (_, seen) => {
    expect(examine(seen).filter(({ level }) => level !== 'ok')).toEqual([]);
  });

  it('reports only that the server does not answer if it does not', () => {
    const found = examine({ ...well, list: list([], { status: undefined, error: 'ECONNREFUSED' }) });
    expect(found).toMatchObject([
      { level: 'fail', check: 'reach', what: expect.stringContaining('ECONNREFUSED') },
    ]);
  });

  it('does not mistake lines written meanwhile for an ignored limit', () => {
    expect(of(examine({ ...well, newestTwo: list(lines(8, 12)) }), 'paging')).toMatchObject([
      { level: 'ok' },
    ]);
    expect(of(examine({ ...well, newestTwo: list(lines(1, 12)) }), 'paging')).toMatchObject([
      { level: 'fail' },
    ]);
  });

  it('does not mistake lines written before the stream opened for lines held back', () => {
    // Network latency passes between the list and the stream.
    const replayed = came(20, [...lines(1, 9), line(12), line(16)]);
    expect(of(examine({ ...well, stream: stream([replayed, ...beats(3_000, 3)]) }), 'arrival')).toMatchObject(
      [{ level: 'ok' }],
    );
  });

  it('reports of a stream that is a web page nothing else', () => {
    const page = { ...answer(200), html: true };
    const found = examine({
      ...well,
      stream: stream([], { answer: page, end: 'closed', listened: 20 }),
      streamWithoutToken: page,
    });
    expect(found.filter(({ level }) => level !== 'ok')).toMatchObject([
      { level: 'fail', check: 'stream', what: expect.stringContaining('web page') },
      { level: 'warn', check: 'stream token', what: expect.stringContaining('web page') },
    ]);
  });

  it('concludes nothing from a 404 without a token if the log does not exist', () => {
    const found = examine({
      ...well,
      list: list([], { status: 404 }),
      withoutToken: answer(404),
      wrongToken: answer(404),
      streamWithoutToken: answer(404),
    });
    expect(found.filter(({ check }) => check.endsWith('token'))).toEqual([]);
    const unnamed = { ...well, hasId: false, list: list([], { status: 404 }), withoutToken: answer(404) };
    expect(of(examine(unnamed), 'no token')).toMatchObject([{ level: 'warn' }]);
  });

  it('says for every warning and failure how to fix it', () => {
    for (const [, , seen] of cases)
      for (const { level, fix } of examine({ ...well, ...seen }))
        expect(fix !== undefined).toBe(level === 'warn' || level === 'fail');
  });

  const cases: readonly (readonly [string, `${Level} ${string}`, Partial<Observations>, RegExp])[] = [
    ['a web page', 'fail reach', { list: list([], { html: true }) }, /web page/],
    ['a failing server', 'fail reach', { list: list([], { status: 502 }) }, /502/],
    [
      'a proxy with nothing behind it',
      'fail reach',
      { list: list([], { status: 502, html: true }) },
      /fails with status 502/,
    ],
    ['a token in the clear', 'warn encryption', { baseUrl: 'http://api.example' }, /unencrypted/],
    ['a refused token', 'fail rest', { list: list([], { status: 401 }) }, /refused \(401\)/],
    ['a missing token', 'fail rest', { hasToken: false, list: list([], { status: 403 }) }, /required/],
    ['an unknown log', 'fail rest', { list: list([], { status: 404 }) }, /no such log/],
    ['refused parameters', 'fail rest', { list: list([], { status: 422 }) }, /422/],
    ['another protocol', 'fail rest', { list: list([], { unreadable: 'no "data".' }) }, /no "data"/],
    [
      'a wrong content type',
      'warn rest',
      { list: list(lines(1, 9), { headers: { ...HEADERS, 'content-type': 'text/plain' } }) },
      /text\/plain/,
    ],
    ['an open log', 'fail no token', { withoutToken: answer(200) }, /can read/],
    ['403 without a token', 'warn no token', { withoutToken: answer(403) }, /403/],
    ['a login page', 'warn no token', { withoutToken: answer(302) }, /redirected/],
    ['an ignored token', 'fail wrong token', { wrongToken: answer(200) }, /can read/],
    ['an open stream', 'fail stream token', { streamWithoutToken: answer(200) }, /can read/],
    [
      'no CORS',
      'fail cors',
      { list: list(lines(1, 9), { headers: { 'content-type': 'application/json' } }) },
      /REST/,
    ],
    [
      'no CORS on the stream',
      'fail cors',
      {
        stream: stream([], {
          answer: answer(200, { ...STREAM_HEADERS, 'access-control-allow-origin': 'https://other.example' }),
        }),
      },
      /the stream/,
    ],
    ['no CORS on refusals', 'warn cors', { withoutToken: answer(401, {}) }, /network error/],
    ['a guarded preflight', 'fail preflight', { preflight: answer(401) }, /401/],
    [
      'a wildcard for Authorization',
      'fail preflight',
      { preflight: answer(204, { ...HEADERS, 'access-control-allow-headers': '*' }) },
      /not allowed to send/,
    ],
    [
      'hidden headers',
      'warn exposed headers',
      { list: list(lines(1, 9), { headers: { ...HEADERS, 'access-control-expose-headers': 'ETag' } }) },
      /Retry-After/,
    ],
    ['no origin', 'skip cors', { origin: undefined }, /--origin/],
    ['an ignored limit', 'fail paging', { newestTwo: list(lines(1, 9)) }, /sends 9 lines/],
    ['the oldest lines instead of the newest', 'fail paging', { newestTwo: list(lines(1, 2)) }, /older/],
    [
      'an ignored since',
      'fail since',
      { since: { since: line(5), answer: list(lines(1, 9)) } },
      /4 lines from before/,
    ],
    [
      'a since that loses lines',
      'fail since',
      { since: { since: line(5), answer: list(lines(8, 9)) } },
      /2 lines after/,
    ],
    [
      'a refused since',
      'fail since',
      { since: { since: line(5), answer: list([], { status: 422 }) } },
      /422/,
    ],
    [
      'an inclusive since',
      'ok since',
      { since: { since: line(5), answer: list(lines(5, 9)) } },
      /are included/,
    ],
    [
      'a stream without headers',
      'fail stream',
      { stream: stream([], { answer: { status: undefined, headers: {}, ms: 10_000, error: 'timeout' } }) },
      /not even its headers arrived/,
    ],
    ['a refused stream', 'fail stream', { stream: stream([], { answer: answer(404) }) }, /404/],
    [
      'a stream that is not an event stream',
      'fail stream',
      { stream: stream([], { answer: answer(200) }) },
      /application\/json/,
    ],
    [
      'a stream that may be transformed',
      'warn cache-control',
      {
        stream: stream(beats(3_000, 3), {
          answer: answer(200, { ...STREAM_HEADERS, 'cache-control': 'no-cache' }),
        }),
      },
      /lacks no-transform/,
    ],
    [
      'a stream that nginx may buffer',
      'warn x-accel-buffering',
      {
        stream: stream(beats(3_000, 3), {
          answer: answer(200, { ...STREAM_HEADERS, 'x-accel-buffering': '' }),
        }),
      },
      /nginx/,
    ],
    [
      'a compressed stream',
      'warn content-encoding',
      {
        stream: stream(beats(3_000, 3), {
          answer: answer(200, { ...STREAM_HEADERS, 'content-encoding': 'gzip' }),
        }),
      },
      /gzip/,
    ],
    [
      'a stream sent as a whole',
      'fail content-length',
      {
        stream: stream(beats(3_000, 3), {
          answer: answer(200, { ...STREAM_HEADERS, 'content-length': '17' }),
        }),
      },
      /buffered/,
    ],
    [
      'a stream that is held back',
      'fail arrival',
      { stream: stream([came(20, lines(1, 9)), came(9_000, lines(10, 16))]) },
      /written 6\.0 s apart arrived together/,
    ],
    [
      'a stream that lags behind REST',
      'fail arrival',
      { stream: stream([came(20, lines(1, 9))]), later: list(lines(1, 12)) },
      /3 lines that REST had/,
    ],
    [
      'lines that came after REST had them',
      'ok arrival',
      { stream: stream([came(20, lines(1, 9)), came(7_000, lines(10, 12))]), later: list(lines(1, 12)) },
      /as they were written/,
    ],
    [
      'a stream that is cut',
      'warn stream end',
      { stream: stream([came(20, lines(1, 9))], { end: 'cut', listened: 3_000 }) },
      /cut after 3\.0 s/,
    ],
    [
      'a stream that is closed early',
      'warn stream end',
      { stream: stream([came(20, lines(1, 9))], { end: 'closed', listened: 3_000 }) },
      /closed after 3\.0 s/,
    ],
    [
      'a late replay',
      'warn arrival',
      { stream: stream([came(5_000, lines(1, 9))]) },
      /5\.0 s after the headers/,
    ],
    ['silence', 'warn arrival', { stream: stream([]) }, /Nothing arrived in 10 s/],
    [
      'silence in an empty log',
      'skip arrival',
      { list: list([]), stream: stream([]) },
      /nothing was written/,
    ],
    [
      'listening too briefly for a heartbeat',
      'skip heartbeat',
      { stream: stream([came(20, lines(1, 9))]) },
      /no heartbeat in 10 s/,
    ],
    [
      'no heartbeat for a long time',
      'warn heartbeat',
      { stream: stream([came(20, lines(1, 9))], { listened: 50_000 }) },
      /no heartbeat in 50 s/,
    ],
    [
      'no heartbeat in a minute',
      'fail heartbeat',
      { stream: stream([came(20, lines(1, 9))], { listened: 70_000 }) },
      /70 s/,
    ],
    [
      'a log that is never silent',
      'skip heartbeat',
      {
        stream: stream(
          Array.from({ length: 70 }, (_, at) => came(at * 1_000 + 20, [line(at)])),
          { listened: 70_000 },
        ),
      },
      /never silent for longer than 1\.0 s/,
    ],
    ['rare heartbeats', 'warn heartbeat', { stream: stream(beats(50_000, 2)) }, /only every 50 s/],
    ['too rare heartbeats', 'fail heartbeat', { stream: stream(beats(65_000, 2)) }, /only every 65 s/],
    [
      'a finished log',
      'skip heartbeat',
      { stream: stream([came(20, lines(1, 9))], { end: 'complete' }) },
      /complete/,
    ],
    [
      'a stream that starts over',
      'warn stream since',
      { resumed: { since: line(5), stream: stream([came(20, lines(1, 9))]) } },
      /4 lines from before/,
    ],
    [
      'lines in two forms',
      'fail replay',
      { stream: stream([came(20, [line(3), { ...line(4), key: 'other' }])]) },
      /1 line arrived live in a form/,
    ],
    [
      'a stream that starts at "now"',
      'ok replay',
      { stream: stream([came(20, [line(10)])]) },
      /starts at "now"/,
    ],
    [
      'a proxy that does not upgrade',
      'fail websocket',
      { socket: socket({ handshake: answer(400), opened: false }) },
      /status 400/,
    ],
    [
      'a refused socket',
      'fail websocket',
      { socket: socket({ handshake: answer(403), opened: false }) },
      /403/,
    ],
    ['a socket that is closed', 'fail websocket', { socket: socket({ close: { code: 4404 } }) }, /4404/],
    [
      'an invisible refusal',
      'warn socket token',
      {
        backend: 'containers',
        socket: socket(),
        socketWithoutToken: socket({ handshake: answer(403), opened: false }),
      },
      /no browser can see/,
    ],
    [
      'an open socket',
      'fail socket token',
      { backend: 'containers', socket: socket(), socketWithoutToken: socket() },
      /can be read/,
    ],
    [
      'a close code that does not mention the token',
      'warn socket token',
      { backend: 'containers', socket: socket(), socketWithoutToken: socket({ close: { code: 1008 } }) },
      /1008/,
    ],
    [
      'a refusal that looks temporary',
      'fail socket token',
      { backend: 'containers', socket: socket(), socketWithoutToken: socket({ close: { code: 1000 } }) },
      /for ever/,
    ],
    ['no id', 'skip live', { hasId: false, list: list([], { status: 404 }) }, /task id/],
  ];

  it.each(cases)('%s: %s', (_, expected, seen, what) => {
    const space = expected.indexOf(' ');
    const found = of(examine({ ...well, ...seen }), expected.slice(space + 1));
    expect(found.map(({ level }) => level)).toEqual([expected.slice(0, space)]);
    expect(found[0]?.what).toMatch(what);
  });
});
