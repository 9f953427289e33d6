/** What must hold for every registered backend. A backend joins by its entry in the registry and its fixture. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DecodedLine } from '../entry.js';
import { parseTime } from '../lib/time.js';
import type { BackendFixture } from './fixtures/fixture.js';
import { backends, openSource, type BackendName } from './registry.js';
import type { Cursor, Frame, LogSource, Page, PageRequest, Signal } from './source.js';
import { checkSignals } from './testing/check-signals.js';
import { decodeBoth } from './testing/decode-both.js';
import { drain } from './testing/drain.js';
import { requestsOf } from './testing/requests-of.js';

const TOKEN = 'hunter2-very-secret';
const BASE = 'https://logs.example/base';
const cursor: Cursor = {
  since: '2026-01-15T10:30:00.123456+02:00',
  sinceTime: parseTime('2026-01-15T10:30:00.123456+02:00') as number,
  lastId: '7',
  lastTimestamp: '2026-01-15T10:30:00.123456+02:00',
  delivered: 10,
};

function lineOf(signals: readonly Signal[]): DecodedLine {
  expect(signals).toHaveLength(1);
  const [signal] = signals;
  if (signal?.type !== 'line') throw new Error(`not a line: ${JSON.stringify(signal)}`);
  return signal.line;
}

/** The fields of a line except `raw` and `time`. */
function told({ raw: _raw, time: _time, ...rest }: DecodedLine): object {
  return rest;
}

/** The live frames that are JSON, as one list, with the lines it must be decoded to. */
function listOf<T extends { readonly data: string }>(lives: readonly T[]): readonly [string, readonly T[]] {
  const members = lives.filter(({ data }) => data.startsWith('{'));
  return [`[${members.map(({ data }) => data).join(',')}]`, members];
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}

for (const name of Object.keys(backends) as BackendName[]) {
  const { fixture } = (await import(`./fixtures/${name}.ts`)) as { fixture: BackendFixture };
  const { info } = backends[name];
  const open = (id = fixture.id, baseUrl = BASE): LogSource =>
    openSource(name, { baseUrl, token: TOKEN }, id);
  const source = open();
  const decode = (frame: Frame): readonly Signal[] => decodeBoth(source, frame, fixture.transport);
  const pageOf = (rows: readonly unknown[]): readonly Page[] =>
    drain(source.start?.({ lines: 10_000 }) as PageRequest, () => fixture.list(rows)).pages;
  const linesOf = (rows: readonly unknown[]): readonly DecodedLine[] =>
    pageOf(rows).flatMap((page) => page.lines);

  describe(`the ${name} backend`, () => {
    it('has the properties that the registry lists', () => {
      expect(info.name).toBe(name);
      expect(source).toMatchObject({ backend: name, transports: info.transports, identity: info.identity });
    });

    describe('its key and its title', () => {
      it('are equal for equal logs only', () => {
        expect(open().key).toBe(source.key);
        expect(open(fixture.id, `${BASE}/`).key).toBe(source.key);
        expect(open(fixture.id, BASE.replace('https', 'wss')).key).toBe(source.key);
        expect(open('another').key).not.toBe(source.key);
        expect(open(fixture.id, 'https://other.example').key).not.toBe(source.key);
      });

      it('contain no token', () => {
        expect(source.key + source.title).not.toContain(TOKEN);
        expect(source.title).not.toBe('');
        expect(source.token).toBe(TOKEN);
      });
    });

    describe('its live lines', () => {
      it.each(fixture.logs.map((log) => [log.line.message, log] as const))(
        'decodes %j',
        (_message, { live, line }) => {
          const read = lineOf(decode(live));
          expect(told(read)).toEqual(line);
          expect(read.time).toBe(line.timestamp === undefined ? undefined : parseTime(line.timestamp));
        },
      );

      if (source.decode.lines)
        it('take the fast path', () => {
          for (const { live } of fixture.logs)
            expect(source.decode.lines?.(live, fixture.transport, [])).toBe(true);
        });

      it('keep any timestamp exactly as sent', () => {
        for (const { live, line } of fixture.logs) {
          if (line.timestamp !== undefined) expect(live.data).toContain(line.timestamp);
          expect(lineOf(decode(live)).timestamp).toBe(line.timestamp);
        }
      });
    });

    // One log per frame is slow, so a WebSocket message may contain several.
    if (info.transports.includes('websocket'))
      describe('its batches', () => {
        const lives = fixture.logs.map(({ live, line }) => ({ data: live.data, line }));
        const read = (data: string): object[] =>
          decodeBoth(source, { data }, 'websocket').map((signal) =>
            signal.type === 'line' ? told(signal.line) : signal,
          );

        it.each([
          ['lines', lives.map(({ data }) => data).join('\n'), lives],
          ['lines that end with one', lives.map(({ data }) => `${data}\r\n`).join(''), lives],
          ['a list', ...listOf(lives)],
        ] as const)('may come as %s', (_how, data, wanted) => {
          expect(read(data)).toEqual(wanted.map(({ line }) => line));
        });
      });

    describe('its rows', () => {
      it('are decoded to the same lines as the live ones', () => {
        const rows = fixture.logs.map(({ row }) => row);
        const lines = linesOf(rows);
        expect(lines).toHaveLength(rows.length);
        lines.forEach((line, at) => {
          const { live } = fixture.logs[at] as (typeof fixture.logs)[number];
          expect(source.identify(line)).toBe(source.identify(lineOf(decode(live))));
        });
      });

      it('are distinguished from each other', () => {
        const keys = fixture.logs.map(({ live }) => source.identify(lineOf(decode(live))));
        expect(new Set(keys).size).toBe(keys.length);
      });

      it('are passed on untouched, as `raw`', () => {
        const rows = deepFreeze(fixture.logs.map(({ row }) => row));
        linesOf(rows).forEach((line, at) => expect(line.raw).toBe(rows[at]));
      });

      it('are reported if they are malformed, and the others are decoded', () => {
        const bad = [null, 7, [], true, ...(typeof fixture.logs[0]?.row === 'string' ? [{}] : ['text', {}])];
        const good = fixture.logs.map(({ row }) => row);
        const pages = pageOf([...bad, ...good, ...bad]);
        expect(pages.flatMap((page) => page.lines)).toHaveLength(good.length);
        expect(pages.flatMap((page) => page.malformed)).toHaveLength(2 * bad.length);
      });
    });

    it.each(fixture.others.map((other) => [other.what, other] as const))(
      'tells %s',
      (_what, { frame, signal, kind }) => {
        const signals = decode(frame);
        expect(signals.map(({ type }) => type)).toEqual([signal]);
        checkSignals(signals);
        const [first] = signals;
        if (first?.type === 'fatal') {
          expect(first.error).toMatchObject({ kind: kind ?? 'rejected', retryable: false });
          expect(first.error.message).toMatch(/\.$/);
        }
      },
    );

    describe('its requests', () => {
      const urls = (of: LogSource): string[] => [
        ...requestsOf(of, cursor).map(({ url }) => url),
        ...info.transports.flatMap((transport) =>
          transport === 'polling' ? [] : [of.live(transport, undefined).url, of.live(transport, cursor).url],
        ),
        ...(of.download ? [of.download().url] : []),
      ];

      it('go to absolute URLs below the base URL, without the token', () => {
        for (const url of urls(source)) {
          expect(url.startsWith(`${BASE}/`)).toBe(true);
          expect(url).not.toContain(TOKEN);
          expect(() => new URL(url)).not.toThrow();
        }
      });

      it('encode every character of an id, even a plus', () => {
        const id = 'a/../b?c#d%2Fe+f é';
        for (const url of urls(open(id))) {
          expect(url).not.toMatch(/[+ #]/);
          const { pathname, searchParams } = new URL(url);
          const segments = pathname.split('/').map(decodeURIComponent);
          expect([...segments, ...searchParams.values()]).toContain(id);
        }
      });

      it('send the cursor exactly as the server wrote it', () => {
        for (const url of urls(source)) {
          const since = new URL(url).searchParams.get('since');
          if (since !== null) expect(since).toBe(cursor.since);
        }
      });

      it('say where the token goes', () => {
        for (const request of requestsOf(source, cursor)) expect(request.token).toBe('header');
        for (const transport of info.transports) {
          if (transport === 'websocket')
            expect(source.live(transport, undefined).token).toEqual({ query: 'token' });
          if (transport === 'sse') expect(source.live(transport, undefined).token).toBe('header');
        }
      });

      it('end on an empty log, without lines', () => {
        for (const request of requestsOf(source, cursor)) {
          const { pages } = drain(request, () => fixture.list([]));
          expect(pages.flatMap((page) => [...page.lines, ...page.malformed])).toEqual([]);
          expect(pages.some((page) => page.truncated)).toBe(false);
        }
      });

      it('refuse an invalid id before anything is sent', () => {
        for (const id of ['.', '..', ' '])
          expect(() => open(id)).toThrow(expect.objectContaining({ kind: 'invalid-argument' }));
      });

      it('refuse an invalid base URL before anything is sent', () => {
        for (const base of ['', 'localhost:8080', 'ftp://logs.example'])
          expect(() => open(fixture.id, base)).toThrow(expect.objectContaining({ kind: 'invalid-argument' }));
      });
    });

    // Only if the download is the whole log as text.
    const { downloadLine } = source;
    if (downloadLine)
      describe('the text of its download', () => {
        it('has a URL', () => {
          expect(source.download?.().url).toContain(BASE);
        });

        it('is converted line by line, whatever it contains', () => {
          fc.assert(
            fc.property(fc.oneof(fc.string(), fc.json(), fc.constant('ERROR: lost')), (text) => {
              const line = downloadLine(text);
              expect(line.message).toBe(text);
              checkSignals([{ type: 'line', line }]);
            }),
          );
          expect(downloadLine('ERROR: lost').level).toBe('error');
        });
      });

    it('maps level words as configured', () => {
      const words = {
        info: 'trace',
        warning: 'trace',
        warn: 'trace',
        error: 'trace',
        thinking: 'trace',
      } as const;
      const told = openSource(name, { baseUrl: BASE, levels: words }, fixture.id);
      expect(
        lineOf(told.decode((fixture.logs[0] as (typeof fixture.logs)[number]).live, fixture.transport)).level,
      ).toBe('trace');
    });
  });
}

describe('openSource', () => {
  it.each(['loki', '', '__proto__', 'constructor'])('lists the known backends if asked for %j', (name) => {
    expect(() => openSource(name, { baseUrl: BASE }, 'x')).toThrow(
      expect.objectContaining({
        kind: 'invalid-argument',
        message: expect.stringContaining('codespace, prismq, stratal, containers'),
      }),
    );
  });

  it.each(['codespace', 'prismq', 'containers'])('requires an id for %s', (name) => {
    expect(() => openSource(name, { baseUrl: BASE })).toThrow(new RegExp(`${name} needs a .* (id|name)`));
  });

  it.each([
    [undefined, 'all runs'],
    ['type:system', 'system logs'],
    ['type:task', 'task logs'],
    ['task:t1', 'task run t1'],
    ['job:type:1', 'job run type:1'],
    ['j1', 'job run j1'],
    ['a:b', 'job run a:b'],
  ])('reads the stratal id %j as %s', (id, title) => {
    expect(openSource('stratal', { baseUrl: BASE }, id).title).toBe(title);
  });

  it('refuses an unknown type of stratal', () => {
    expect(() => openSource('stratal', { baseUrl: BASE }, 'type:audit')).toThrow(/one of system, job, task/);
  });

  it('passes on the options that a backend uses', () => {
    const tail = (lines: number): string =>
      openSource('containers', { baseUrl: BASE }, 'redis', { tail: lines }).live('websocket', undefined).url;
    expect([tail(0), tail(50), tail(99_999)].map((url) => new URL(url).searchParams.get('tail'))).toEqual([
      '1',
      '50',
      '10000',
    ]);
    expect(openSource('stratal', { baseUrl: BASE }, 'j', { transport: 'sse' }).transports).toEqual([
      'sse',
      'websocket',
      'polling',
    ]);
  });
});
