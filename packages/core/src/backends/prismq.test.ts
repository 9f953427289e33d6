import { describe, expect, it, vi } from 'vitest';
import { prismq, type PrismqLog } from './prismq.js';
import type { PageRequest } from './source.js';
import { drain, messagesOf, numberIn } from './testing/drain.js';

const BASE = 'http://localhost:8000';
const run = prismq({ baseUrl: BASE }).run('r1');
const log = (n: number): PrismqLog => ({
  timestamp: `2026-01-15T10:30:00.${String(n).padStart(6, '0')}Z`,
  level: 'INFO',
  message: `line ${n}`,
});
const messages = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, n) => `line ${from + n}`);

/** A run of `size` lines; the server keeps the last `memory` of them. */
function serve(size: number, { memory = 10_000, status = 'running' } = {}) {
  return (url: string): unknown => {
    const { pathname, searchParams } = new URL(url);
    if (pathname === '/api/runs/r1') return { run_id: 'r1', status };
    expect(pathname).toBe('/api/runs/r1/logs');
    const since = searchParams.get('since');
    const held = Array.from({ length: size }, (_, n) => log(n)).slice(-memory);
    const wanted = held.filter(({ timestamp }) => since === null || timestamp > since);
    const logs = wanted.slice(-numberIn(url, 'tail', 500));
    return { run_id: 'r1', logs, total_lines: size, truncated: logs[0]?.timestamp !== log(0).timestamp };
  };
}

describe('a prismq run', () => {
  it('starts with the newest lines, and reports whether older ones exist', () => {
    const some = drain(run.start?.({ lines: 100 }) as PageRequest, serve(300)).pages;
    expect(messagesOf(some)).toEqual(messages(200, 300));
    expect(some[0]).toMatchObject({ truncated: true, total: 300 });
    const all = drain(run.start?.({ lines: 100 }) as PageRequest, serve(30)).pages;
    expect(messagesOf(all)).toEqual(messages(0, 30));
    expect(all[0]?.truncated).toBe(false);
  });

  it('requests at most as many lines as a server keeps', () => {
    expect(numberIn((run.start?.({ lines: 1e9 }) as PageRequest).url, 'tail', 0)).toBe(10_000);
    expect(numberIn((run.start?.({ lines: 0 }) as PageRequest).url, 'tail', 0)).toBe(1);
    expect(
      numberIn((run.older?.({ oldest: undefined, newer: 400, limit: 100 }) as PageRequest).url, 'tail', 0),
    ).toBe(500);
  });

  it('catches up from the cursor, and recognises a truncated response', () => {
    const whole = drain(
      run.catchUp?.({ since: log(49).timestamp, delivered: 50 }) as PageRequest,
      serve(300),
    ).pages;
    expect(messagesOf(whole)).toEqual(messages(50, 300));
    expect(whole[0]?.truncated).toBe(false); // older lines exist, but no requested line is missing
    const cut = drain(
      run.catchUp?.({ since: log(49).timestamp, delivered: 50 }) as PageRequest,
      serve(20_000),
    ).pages;
    expect(messagesOf(cut)).toEqual(messages(10_000, 20_000));
    expect(cut[0]?.truncated).toBe(true);
  });

  it('polls the status first, so that the end comes only after the last line', () => {
    const running = drain(run.poll?.(undefined, { lines: 10 }) as PageRequest, serve(20));
    expect(running.urls.map((url) => new URL(url).pathname)).toEqual(['/api/runs/r1', '/api/runs/r1/logs']);
    expect(running.pages.some((page) => page.complete)).toBe(false);
    for (const status of ['completed', 'failed', 'cancelled', 'FAILED']) {
      const { pages } = drain(
        run.poll?.({ since: log(9).timestamp, delivered: 1 }, { lines: 10 }) as PageRequest,
        serve(20, { status }),
      );
      expect(messagesOf(pages)).toEqual(messages(10, 20));
      expect(pages.map((page) => page.complete)).toEqual([undefined, { status }]);
    }
  });

  it('reports the final status of a stream', () => {
    expect(run.decode({ event: 'complete', data: '{"status":"cancelled"}' }, 'sse')).toEqual([
      { type: 'complete', status: 'cancelled' },
    ]);
  });

  it('recognises equal lines by timestamp, level and message', () => {
    const key = (change: Partial<PrismqLog>): string => {
      const [signal] = run.decode({ event: 'log', data: JSON.stringify({ ...log(1), ...change }) }, 'sse');
      if (signal?.type !== 'line') throw new Error('not a line');
      return run.identify(signal.line);
    };
    const keys = [
      {},
      { timestamp: '2026-01-15T10:30:00.000001+00:00' },
      { level: 'ERROR' as const },
      { message: 'other' },
    ].map(key);
    expect(new Set(keys).size).toBe(4);
    expect(key({})).toBe(keys[0]);
  });

  it('downloads the file of the run', () => {
    const odd = prismq({ baseUrl: BASE }).run('a/b');
    expect(odd.download?.()).toEqual({
      url: `${BASE}/api/runs/a%2Fb/logs/download`,
      token: 'header',
      filename: 'a_b.log',
    });
    expect(() => run.download?.({ date: '2026-01-15' })).toThrow(/leave `date` out/);
  });
});

describe('the typed methods of a prismq run', () => {
  it("return the server's response", async () => {
    const fetch = vi.fn<typeof globalThis.fetch>((url) =>
      Promise.resolve(Response.json(serve(20)(url as string))),
    );
    const source = prismq({ baseUrl: BASE, fetch }).run('r1');
    expect(await source.info()).toEqual({ run_id: 'r1', status: 'running' });
    expect(await source.logs({ tail: 2, since: log(3).timestamp })).toEqual({
      run_id: 'r1',
      logs: [log(18), log(19)],
      total_lines: 20,
      truncated: true,
      malformed: [],
    });
    expect((fetch.mock.calls[1] as [string, RequestInit])[1].headers).not.toHaveProperty('Authorization');
  });

  it('refuse arguments that the server would refuse', async () => {
    const fetch = vi.fn<typeof globalThis.fetch>();
    const source = prismq({ baseUrl: BASE, fetch }).run('r1');
    await expect(source.logs({ tail: 0 })).rejects.toThrow(/tail must be a whole number of at least 1/);
    await expect(source.logs({ since: '12:00' })).rejects.toThrow(/since must be an ISO 8601/);
    expect(fetch).not.toHaveBeenCalled();
  });

  it('reject with a protocol error if the response is no description', async () => {
    const fetch = vi.fn<typeof globalThis.fetch>(() => Promise.resolve(Response.json({ hello: 'world' })));
    await expect(prismq({ baseUrl: BASE, fetch }).run('r1').info()).rejects.toMatchObject({
      kind: 'protocol',
    });
  });
});
