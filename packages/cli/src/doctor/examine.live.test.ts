import { describe, it } from 'vitest';
import {
  answer,
  beats,
  came,
  expectCase,
  line,
  lines,
  list,
  socket,
  stream,
  STREAM_HEADERS,
  type Case,
} from './testing/observed.js';

const cases: readonly Case[] = [
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
  ['silence in an empty log', 'skip arrival', { list: list([]), stream: stream([]) }, /nothing was written/],
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

describe('examine, for a live connection', () => {
  it.each(cases)('%s: %s', (...one) => expectCase(one));
});
