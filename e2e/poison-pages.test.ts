/** Malformed REST answers. Polling reads nothing but lists, and every other transport fills its gaps from them. */
import { createLogStream, type LogStream, type LogStreamErrorKind } from '@tailrace/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DIALECTS, WRONG_VALUES, type Dialect } from './support/dialects.js';
import { startHostileServer, type HostileServer } from './support/hostile-server.js';
import { balanceOf, textOf } from './support/items.js';

const CAP = 1_048_576;
/** The byte order mark. */
const MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const PATIENCE = { timeout: 20_000 };

let server: HostileServer | undefined;
let stream: LogStream | undefined;
afterEach(async () => {
  stream?.dispose();
  await server?.close();
  server = stream = undefined;
});

/** A server with these rows, and a stream that polls it. */
async function poll(dialect: Dialect, rows: readonly string[]) {
  const own = (server = await startHostileServer({ replays: false }));
  own.rows.push(...rows);
  const polled = (stream = createLogStream(dialect.source(own.url), {
    transport: 'polling',
    pollInterval: 20,
    backoff: { base: 10, cap: 20, floor: 1 },
  }));
  const errors: LogStreamErrorKind[] = [];
  polled.on('error', ({ kind }) => errors.push(kind));
  polled.connect();
  return {
    server: own,
    stream: polled,
    errors,
    shows: (lines: readonly string[]): Promise<void> =>
      vi.waitFor(() => expect(polled.getSnapshot().items.map(textOf)).toEqual(lines), PATIENCE),
  };
}

/** Each backend once: its lists are the same for all its transports. */
const backends = DIALECTS.filter(
  ({ backend }, at) => DIALECTS.findIndex((other) => other.backend === backend) === at,
);

describe.each(backends.map((dialect) => [dialect.backend, dialect] as const))(
  'a list of %s',
  (_, dialect) => {
    const row = (n: number, message: string): string =>
      dialect.row(JSON.stringify(dialect.fields(n, message)));

    it('with malformed rows delivers the good ones and counts the others', async () => {
      const named = row(5, 'good 5');
      const polluting = named.startsWith('{')
        ? `${named.slice(0, -1)},"__proto__":{"polluted":true},"constructor":5}`
        : named;
      const { server, stream, errors, shows } = await poll(dialect, [
        row(1, 'good 1'),
        'null',
        '5',
        '[]',
        '{}',
        `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
        row(2, 'good 2'),
        row(3, 'x'.repeat(CAP + 1)),
        row(4, 'good 4'),
        polluting,
      ]);
      const expected = ['good 1', 'good 2', 'gap oversize 1', 'good 4', 'good 5'];
      await shows(expected);
      expect(stream.getSnapshot().ledger).toMatchObject({ stored: 4, dropped: 1, gaps: 1 });
      expect(stream.getSnapshot().ledger.malformed).toBeGreaterThanOrEqual(5);
      // Every poll returns the same rows.
      server.rows.push(row(6, 'good 6'));
      await shows([...expected, 'good 6']);
      expect(stream.getSnapshot().ledger).toMatchObject({ stored: 5, dropped: 1, gaps: 1 });
      expect(errors.filter((kind) => kind === 'oversize')).toHaveLength(1);
      expect(errors.every((kind) => kind === 'oversize' || kind === 'malformed')).toBe(true);
      expect(balanceOf(stream.getSnapshot().ledger)).toBe(0);
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    });

    it('with wrong values in any field delivers what is readable, once', async () => {
      let n = 0;
      const rows: string[] = [];
      const readable: string[] = [];
      for (const field of Object.keys(dialect.fields(0, 'x')))
        for (const value of WRONG_VALUES) {
          const message = `wrong ${field} ${value}`;
          const fields = Object.entries(dialect.fields((n += 1), message)).map(
            ([name, good]) => `${JSON.stringify(name)}:${name === field ? value : JSON.stringify(good)}`,
          );
          rows.push(dialect.row(`{${fields.join(',')}}`));
          if (dialect.fate(field, JSON.parse(value)) === 'malformed') continue;
          readable.push(/message|content/.test(field) ? String(JSON.parse(value)) : message);
        }
      const { server, stream, shows } = await poll(dialect, rows);
      await shows(readable);
      server.rows.push(row(n + 1, 'the next'));
      await shows([...readable, 'the next']);
      expect(stream.getSnapshot().ledger).toMatchObject({ stored: readable.length + 1, dropped: 0, gaps: 0 });
      expect(balanceOf(stream.getSnapshot().ledger)).toBe(0);
    });

    it('may arrive a byte at a time, with a byte order mark and with invalid UTF-8', async () => {
      const { server, stream, shows } = await poll(dialect, [row(1, 'first')]);
      await shows(['first']);
      server.wire = (page) => Array.from(page, (byte) => Buffer.from([byte]));
      server.rows.push(row(2, 'häß € 😀 \u2028 end'));
      await shows(['first', 'häß € 😀 \u2028 end']);
      server.wire = (page) => {
        const [head = '', tail] = page.toString('latin1').split('<>');
        const noText = tail === undefined ? [] : [Buffer.from([0xff, 0xc0, 0x80, 0xed, 0xa0, 0x80])];
        return [MARK, Buffer.from(head, 'latin1'), ...noText, Buffer.from(tail ?? '', 'latin1')];
      };
      server.rows.push(row(3, 'bad <> byte'));
      await vi.waitFor(
        () => expect(textOf(stream.getSnapshot().items[2] as never)).toMatch(/^bad \uFFFD+ byte$/),
        PATIENCE,
      );
      expect(stream.getSnapshot().ledger).toMatchObject({ stored: 3, malformed: 0, gaps: 0 });
    });

    it('that is not a list counts as an outage', async () => {
      const { server, stream, errors, shows } = await poll(dialect, [row(1, 'first')]);
      await shows(['first']);
      const instead = [
        '',
        'null',
        '[]',
        '{}',
        '"text"',
        '{"logs":5,"data":5}',
        '<html><body>502 Bad Gateway</body></html>',
        `${'['.repeat(10_000)}${']'.repeat(10_000)}`,
      ];
      for (const body of instead) {
        const before = errors.length;
        server.wire = () => [Buffer.from(body)];
        await vi.waitFor(() => expect(errors.length, body.slice(0, 40)).toBeGreaterThan(before), PATIENCE);
        expect(errors.slice(before).every((kind) => kind === 'protocol')).toBe(true);
      }
      const before = errors.length;
      server.wire = (page) => [page.subarray(0, page.length - 5)];
      await vi.waitFor(() => expect(errors.length, 'cut short').toBeGreaterThan(before), PATIENCE);
      server.wire = (page) => [page];
      server.rows.push(row(2, 'second'));
      await shows(['first', 'second']);
      expect(stream.getSnapshot().ledger).toMatchObject({ stored: 2, gaps: 0 });
    });
  },
);
