import { describe, expect, it } from 'vitest';
import { examine } from './examine.js';
import {
  answer,
  beats,
  came,
  expectCase,
  HEADERS,
  line,
  lines,
  list,
  of,
  sockets,
  stream,
  STREAM_HEADERS,
  well,
  type Case,
} from './testing/observed.js';

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

  const cases: readonly Case[] = [
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
  ];

  it.each(cases)('%s: %s', (...one) => expectCase(one));
});
