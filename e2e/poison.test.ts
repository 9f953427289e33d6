/**
 * Malformed input on the wire: whatever a server sends is counted or ignored, the next good line is shown, and the stream
 * stays open. Every backend over every streaming transport, on real sockets.
 */
import { createLogStream, type LogItem, type LogStream, type LogStreamErrorKind } from '@tailrace/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DIALECTS, WRONG_VALUES, type Dialect, type Fate } from './support/dialects.js';
import { startHostileServer, type HostileServer } from './support/hostile-server.js';
import { balanceOf, textOf } from './support/items.js';

const CAP = 1_048_576;
const PATIENCE = { timeout: 20_000 };
let server: HostileServer | undefined;
let stream: LogStream | undefined;
afterEach(async () => {
  stream?.dispose();
  await server?.close();
  server = stream = undefined;
});

/** A stream from a hostile server, with helpers to send good and bad lines. */
async function open(dialect: Dialect) {
  const own = (server = await startHostileServer({ replays: dialect.replays }));
  const live = (stream = createLogStream(dialect.source(own.url), {
    transport: dialect.transport,
    backoff: { base: 10, cap: 20, floor: 1 },
  }));
  const errors: LogStreamErrorKind[] = [];
  live.on('error', ({ kind }) => errors.push(kind));
  let n = 0;
  const jsonOf = (message: string): string => JSON.stringify(dialect.fields((n += 1), message));
  const last = (): string => textOf(live.getSnapshot().items.at(-1) as LogItem);
  const shows = (message: string, why: string): Promise<void> =>
    vi.waitFor(() => expect(last(), why).toBe(message), { ...PATIENCE, interval: 10 });

  live.connect();
  await expect.poll(() => live.getSnapshot().status).toBe('live');
  const helpers = {
    server: own,
    stream: live,
    errors,
    jsonOf,
    shown: () => live.getSnapshot().items.map(textOf),
    /** Sends a good line and waits until it is the last one shown. */
    async good(why: string): Promise<void> {
      const message = `good ${n + 1}`;
      const json = jsonOf(message);
      own.rows.push(dialect.row(json));
      own.send(dialect.live(json));
      await shows(message, why);
    },
    /** Sends something, then a good line; resolves to what that changed in the ledger. */
    async poison(why: string, send: () => void | Promise<void>) {
      const { connections } = own;
      const before = live.getSnapshot().ledger;
      errors.length = 0;
      await send();
      await helpers.good(why);
      const { status, ledger } = live.getSnapshot();
      expect(balanceOf(ledger), why).toBe(0);
      expect(status, why).toBe('live');
      expect(own.connections, `${why}: no reconnect`).toBe(connections);
      return {
        lines: ledger.stored - before.stored - 1,
        malformed: ledger.malformed - before.malformed,
        dropped: ledger.dropped - before.dropped,
        errors: [...errors],
      };
    },
    async meets(fate: Fate, why: string, payload: string, row = fate !== 'ignored'): Promise<void> {
      const outcome = await helpers.poison(why, () => {
        if (row) own.rows.push(dialect.row(payload));
        own.send(dialect.live(payload));
      });
      expect(outcome, why).toEqual({
        lines: fate === 'line' ? 1 : 0,
        malformed: fate === 'malformed' ? 1 : 0,
        dropped: 0,
        errors: fate === 'malformed' ? ['malformed'] : [],
      });
    },
  };
  await helpers.good('the first line');
  return helpers;
}

describe.each(DIALECTS.map((dialect) => [dialect.backend, dialect.transport, dialect] as const))(
  '%s over %s',
  (_backend, _transport, dialect) => {
    it('survives wrong values in every field', async () => {
      const { stream, server, jsonOf, meets, good, shown } = await open(dialect);
      for (const field of Object.keys(dialect.fields(0, 'x')))
        for (const value of WRONG_VALUES) {
          const json = jsonOf(`wrong ${field} ${value}`);
          const fields = Object.entries(JSON.parse(json) as Record<string, unknown>).map(
            ([name, old]) => `${JSON.stringify(name)}:${name === field ? value : JSON.stringify(old)}`,
          );
          await meets(dialect.fate(field, JSON.parse(value)), `${field} = ${value}`, `{${fields.join(',')}}`);
        }
      // A new connection repeats all of it, and none of it is shown twice.
      const before = shown();
      server.cut();
      await expect.poll(() => server.connections).toBe(2);
      await good('after a cut');
      await vi.waitFor(() => expect(shown()).toEqual([...before, shown().at(-1)]), PATIENCE);
      expect(balanceOf(stream.getSnapshot().ledger)).toBe(0);
    });

    it('is safe from names with a meaning in JavaScript, and from deep nesting', async () => {
      const { jsonOf, meets, shown } = await open(dialect);
      const names = [
        '__proto__',
        'constructor',
        'prototype',
        'toString',
        'hasOwnProperty',
        '__defineGetter__',
      ];
      for (const name of names) {
        const json = jsonOf(`named ${name}`);
        await meets('line', name, `${json.slice(0, -1)},"${name}":{"polluted":true}}`);
      }
      const keys = Object.fromEntries(
        Object.entries(dialect.fields(0, 'x')).filter(([, value]) => typeof value === 'string'),
      );
      for (const field of Object.keys(keys).filter(
        (name) => !/message|content|^type$|time|created|job_run|service/.test(name),
      ))
        for (const word of names) {
          const json = jsonOf(`${field} called ${word}`);
          await meets(
            'line',
            `${field} ${word}`,
            json.replace(`"${field}":${JSON.stringify(keys[field])}`, `"${field}":"${word}"`),
          );
        }
      const deep = `${'{"a":['.repeat(5_000)}1${']}'.repeat(5_000)}`;
      await meets('line', 'deep beside', `${jsonOf('deep').slice(0, -1)},"deep":${deep}}`);
      await meets(
        dialect.backend === 'containers' ? 'line' : 'malformed',
        'deep alone',
        '['.repeat(10_000) + ']'.repeat(10_000),
        false,
      );
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
      expect(Object.keys(Object.prototype)).toEqual([]);
      expect(shown().some((line) => line.includes('undefined'))).toBe(false);
    });

    it('skips what is not JSON and shows the next line', async () => {
      const { meets, jsonOf } = await open(dialect);
      const json = jsonOf('broken');
      const bad = [
        json.slice(0, -1),
        `${json}}`,
        json.replaceAll('"', "'"),
        `${json.slice(0, -1)},"x":NaN}`,
        `${json.slice(0, -1)},"x":Infinity}`,
        `${json.slice(0, -1)},"x":undefined}`,
        `${json.slice(0, -1)},}`,
        json.replace('broken', 'bro\u0000ken'),
        'plain words',
        '<html><body>502 Bad Gateway</body></html>',
      ];
      for (const payload of bad) await meets(dialect.notJson, payload.slice(0, 80), payload, false);
      const noLog = dialect.backend === 'containers' ? 'line' : 'malformed';
      for (const payload of ['null', '5', '"text"', 'true']) await meets(noLog, payload, payload, false);
    });

    it('replaces a line that is too large with a gap, once', async () => {
      const { server, stream, jsonOf, poison, good, shown } = await open(dialect);
      const tooLarge = async (json: string): Promise<void> => {
        const outcome = await poison('too large', () => {
          server.rows.push(dialect.row(json));
          server.send(dialect.live(json));
        });
        expect(outcome).toEqual({ lines: 0, malformed: 0, dropped: 1, errors: ['oversize'] });
      };
      await tooLarge(jsonOf('x'.repeat(CAP + 1)));
      await tooLarge(jsonOf('€'.repeat(CAP / 2)));
      await poison('just below', () => {
        const json = jsonOf('y'.repeat(CAP - 1_000));
        server.rows.push(dialect.row(json));
        server.send(dialect.live(json));
      });
      const before = shown();
      expect(before.map((line) => line.slice(0, 14))).toEqual([
        'good 1',
        'gap oversize 1',
        'good 3',
        'gap oversize 1',
        'good 5',
        'yyyyyyyyyyyyyy',
        'good 7',
      ]);
      for (let connection = 2; connection <= 3; connection++) {
        server.cut();
        await expect.poll(() => server.connections).toBe(connection);
        await good('after a cut');
      }
      expect(shown().slice(0, before.length)).toEqual(before);
      expect(shown().slice(before.length)).toEqual(['good 8', 'good 9']);
      expect(stream.getSnapshot().ledger).toMatchObject({ dropped: 2, gaps: 2 });
      expect(balanceOf(stream.getSnapshot().ledger)).toBe(0);
    });

    it('decodes characters split across chunks, and survives invalid UTF-8', async () => {
      const { server, stream, jsonOf, poison, shown } = await open(dialect);
      const json = jsonOf('häß € 😀 \u2028 end');
      server.rows.push(dialect.row(json));
      const whole = await poison('a byte at a time', () =>
        server.sendInPieces(Buffer.from(dialect.live(json)), 1),
      );
      expect(whole.lines).toBe(1);
      expect(shown()).toContain('häß € 😀 \u2028 end');
      // Invalid UTF-8 shows as U+FFFD in a line that is otherwise intact.
      const [head, tail] = dialect.live(jsonOf('bad <> byte')).split('<>') as [string, string];
      const bytes = Buffer.concat([
        Buffer.from(head),
        Buffer.from([0xff, 0xc0, 0x80, 0xed, 0xa0, 0x80]),
        Buffer.from(tail),
      ]);
      const broken = await poison('invalid UTF-8', () => server.send(dialect.bytes(bytes), false));
      expect(broken).toMatchObject({ lines: 1, malformed: 0 });
      expect(
        stream
          .getSnapshot()
          .items.some((item) => item.kind === 'log' && /^bad \uFFFD+ byte$/.test(item.message)),
      ).toBe(true);
    });
  },
);

describe.each(
  DIALECTS.filter(({ transport }) => transport === 'sse').map(
    (dialect) => [dialect.backend, dialect] as const,
  ),
)('%s: the event stream', (_backend, dialect) => {
  it('may use any line ending, a byte order mark, and noise between events', async () => {
    const { server, jsonOf, poison } = await open(dialect);
    for (const end of ['\r', '\r\n', '\n']) {
      const json = jsonOf(`ends ${JSON.stringify(end)}`);
      server.rows.push(json);
      const outcome = await poison(JSON.stringify(end), () =>
        server.send(`event: log${end}data: ${json}${end}${end}`),
      );
      expect(outcome).toMatchObject({ lines: 1, malformed: 0 });
    }
    const mixed = jsonOf('mixed ends');
    server.rows.push(mixed);
    expect((await poison('mixed', () => server.send(`event: log\r\ndata: ${mixed}\n\r\n\r\r\n`))).lines).toBe(
      1,
    );
    const marked = jsonOf('marked');
    server.rows.push(marked);
    expect(
      (await poison('byte order mark', () => server.send(`event: log\ndata: \uFEFF${marked}\n\n`))).lines,
    ).toBe(1);
    const nothing = { lines: 0, malformed: 0, dropped: 0, errors: [] };
    const noise = [
      ': a comment\n\n',
      'event: surprise\ndata: {"a":1}\n\n',
      'data: {"no":"name"}\n\n',
      'event: __proto__\ndata: {}\n\n',
      'event: log\n\n',
      'nonsense without a colon\n\n',
      'retry: soon\n\n',
      'retry: -5\n\n',
      'id: a\u0000b\n\n',
      'event: heartbeat\ndata: not json\n\n',
      ':\n:\n:\n\n\n\n\n',
      `event: ${'x'.repeat(100_000)}\ndata: {}\n\n`,
    ];
    for (const payload of noise) {
      const outcome = await poison(payload.slice(0, 40), () => server.send(payload));
      const unnamed = dialect.backend === 'stratal' && payload.startsWith('data:');
      if (!unnamed) expect(outcome, payload.slice(0, 40)).toEqual(nothing);
    }
    const empty = await poison('no data', () => server.send('event: log\ndata:\n\n'));
    expect(empty.lines).toBe(0);
    const endless = await poison('an event name without end', () =>
      server.send(`event: ${'x'.repeat(3 * CAP)}\ndata: {}\n\n`),
    );
    expect(endless).toMatchObject({ lines: 0, malformed: 0 });
  });
});

describe.each(
  DIALECTS.filter(({ transport }) => transport === 'websocket').map(
    (dialect) => [dialect.backend, dialect] as const,
  ),
)('%s: the socket', (_backend, dialect) => {
  it('may send binary messages, a byte order mark, and messages of unknown types', async () => {
    const { server, jsonOf, poison, meets } = await open(dialect);
    for (const [why, payload] of [
      ['binary', Buffer.from(jsonOf('binary'))],
      ['binary with a mark', Buffer.from(`\uFEFF${jsonOf('marked bytes')}`)],
      ['text with a mark', `\uFEFF${jsonOf('marked text')}`],
    ] as const) {
      const outcome = await poison(why, () => {
        server.rows.push(dialect.row(payload.toString().replace('\uFEFF', '')));
        server.send(payload);
      });
      expect(outcome, why).toMatchObject({ lines: 1, malformed: 0 });
    }
    for (const type of ['surprise', '__proto__', 'constructor', 'ping', 'x'.repeat(100_000)])
      await meets('ignored', type.slice(0, 20), JSON.stringify({ type, data: {} }));
  });

  it('may send several lines at once with any line ending, and a carriage return within a line', async () => {
    const { server, jsonOf, poison, shown } = await open(dialect);
    const contentOf = (json: string): string => (JSON.parse(json) as { content: string }).content;
    for (const end of ['\n', '\r\n', '\n\n']) {
      const why = JSON.stringify(end);
      const lines = [jsonOf(`one before ${why}`), jsonOf('10 %\r20 %'), jsonOf(`one after ${why}`)];
      // For containers, one message holds several lines, and empty ones count; elsewhere a frame holds whole messages.
      const empty = dialect.backend === 'containers' && end === '\n\n';
      const together =
        dialect.backend === 'containers'
          ? JSON.stringify({ type: 'log', service: 'demo', content: lines.map(contentOf).join(end) })
          : `${lines.join(end)}${end}`;
      const outcome = await poison(why, () => {
        server.rows.push(
          ...lines.flatMap((line, at) => (empty && at > 0 ? ['""'] : []).concat(dialect.row(line))),
        );
        server.send(together);
      });
      expect(outcome, why).toEqual({ lines: empty ? 5 : 3, malformed: 0, dropped: 0, errors: [] });
      expect(
        shown()
          .filter((line) => line !== '')
          .slice(-4, -1),
        why,
      ).toEqual([`one before ${why}`, '10 %\r20 %', `one after ${why}`]);
    }
  });

  // RFC 6455 requires a client to fail the connection here. It is reopened, and nothing is missing.
  it.each([
    ['text that is not UTF-8', Buffer.from([0x81, 0x02, 0xc3, 0x28])],
    ['a masked frame', Buffer.from([0x81, 0x82, 1, 2, 3, 4, 0x60, 0x60])],
    ['a frame with an unknown opcode', Buffer.from([0x83, 0x00])],
  ])('reconnects after %s', async (_what, bytes) => {
    const { server, stream, jsonOf, good, shown } = await open(dialect);
    server.sendRaw(bytes);
    const json = jsonOf('meanwhile');
    server.rows.push(dialect.row(json));
    server.send(dialect.live(json));
    await expect.poll(() => server.connections).toBe(2);
    await good('after the failed connection');
    expect(shown()).toEqual(['good 1', 'meanwhile', 'good 3']);
    expect(stream.getSnapshot()).toMatchObject({ status: 'live', ledger: { stored: 3, gaps: 0 } });
  });
});
