import { describe, expect, it } from 'vitest';
import { attachHandlers } from '../stream/handlers.js';
import { setupPrismqRun, shown, type PrismqRunOptions } from './testing/prismq-run.js';
import { COUNTED } from '../testing/server-kinds.js';
import { simulateStream } from '../testing/simulated-stream.js';
import { unaccounted } from '../testing/unaccounted.js';

const numbers = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, at) => `line ${from + at}`);

/** {@link setupPrismqRun}, and how to lose lines. */
function setup(options?: PrismqRunOptions) {
  const run = setupPrismqRun(options);
  const { clock, server, stream } = run;
  return {
    ...run,
    /** Lines 1–5 are shown, then more are written than the server keeps; the next poll comes too late. */
    async lose(count = 25) {
      server.write(...numbers(1, 5));
      stream.connect();
      await clock.run(100);
      server.write(...numbers(6, 5 + count));
      await clock.run(2_000);
    },
  };
}

describe('a gap that no list reaches any more', () => {
  it('is filled from the download by itself, and closes', async () => {
    const { server, stream, shown, lose, clock } = setup();
    await lose();
    await clock.run(100);
    expect(shown()).toEqual(numbers(1, 30));
    const { items, ledger } = stream.getSnapshot();
    expect(items[10]).toMatchObject({ message: 'line 11', level: 'info', labels: { source: 'download' } });
    expect(items[10]).not.toHaveProperty('timestamp');
    expect(ledger).toMatchObject({ gaps: 0, stored: 30 });
    expect(unaccounted(ledger)).toBe(0);
    expect(server.downloads).toBe(1);
    server.write('after');
    await clock.run(20_000);
    expect(shown()).toEqual([...numbers(1, 30), 'after']);
    stream.dispose();
  });

  it('tries once by itself, and again when asked', async () => {
    const { server, stream, shown, lose, clock } = setup();
    // What stands before the gap is not in the file as it was shown.
    server.text = () => 'nothing of it\n'.repeat(100);
    await lose();
    await clock.run(60_000);
    expect(server.downloads).toBe(1);
    expect(shown()).toEqual([...numbers(1, 5), 'gap ?', ...numbers(21, 30)]);
    server.text = () => `${numbers(1, 30).join('\n')}\n`;
    const filled = stream.fill();
    await clock.run(100);
    expect(await filled).toBe(1);
    expect(shown()).toEqual(numbers(1, 30));
    stream.dispose();
  });

  it('is tried again by itself while the download fails for a time, four times until the connection opens again', async () => {
    const { server, stream, shown, lose, clock, errors } = setup();
    server.status = 503;
    await lose();
    await clock.run(300_000);
    expect(server.downloads).toBe(4);
    expect(errors.map(({ kind, retryable }) => [kind, retryable])).toEqual(Array(4).fill(['server', true]));
    expect(shown()).toEqual([...numbers(1, 5), 'gap ?', ...numbers(21, 30)]);
    // Whoever was away may be back as a whole.
    server.dead = true;
    await clock.run(60_000);
    server.dead = false;
    server.status = 200;
    await clock.run(60_000);
    expect(server.downloads).toBe(5);
    expect(shown()).toEqual(numbers(1, 30));
    stream.dispose();
  });

  it('is filled by itself when the download works again', async () => {
    const { server, stream, shown, lose, clock } = setup();
    server.status = 503;
    await lose();
    server.status = 200;
    await clock.run(60_000);
    expect([server.downloads, shown()]).toEqual([2, numbers(1, 30)]);
    stream.dispose();
  });

  it('is not tried again once the stream is disconnected', async () => {
    const { server, stream, lose, clock } = setup();
    server.status = 503;
    await lose();
    stream.disconnect();
    await clock.run(0);
    expect([server.downloads, clock.pending]).toEqual([1, 0]);
    stream.dispose();
  });

  it.each([
    ['repeats itself', (): string => `${numbers(1, 30).join('\n')}\n`.repeat(2)],
    ['is shorter than the server counts', (): string => `${numbers(1, 24).join('\n')}\n`],
    ['is empty', (): string => ''],
  ])('stays where the file %s', async (_what, text) => {
    const { server, stream, shown, lose, clock, errors } = setup({ maxMessageBytes: 150 });
    server.text = text;
    await lose();
    await clock.run(10_000);
    expect(server.downloads).toBe(1);
    expect(shown()).toEqual([...numbers(1, 5), 'gap ?', ...numbers(21, 30)]);
    expect(stream.getSnapshot().ledger.gaps).toBe(1);
    expect(errors).toEqual([]);
    stream.dispose();
  });

  it('shrinks to what the buffer has no room for', async () => {
    const { stream, shown, lose, clock } = setup({ bufferLines: 30 });
    await lose(95);
    await clock.run(100);
    // The oldest go first, the rest of the gap among them.
    expect(shown()).toEqual(numbers(71, 100));
    expect(unaccounted(stream.getSnapshot().ledger)).toBe(0);
    stream.dispose();
  });

  it('shrinks to what is more than 50,000 lines', async () => {
    const { stream, shown, lose, clock } = setup({ bufferLines: 100_000 });
    await lose(50_020);
    await clock.run(100);
    expect(shown().slice(0, 7)).toEqual([...numbers(1, 5), 'gap 10', 'line 16']);
    expect(shown()).toHaveLength(50_016);
    expect(unaccounted(stream.getSnapshot().ledger)).toBe(0);
    stream.dispose();
  });

  it('stays beside a line that was left out for its size, because the file would bring it again', async () => {
    const { server, stream, shown, clock } = setup({ maxMessageBytes: 150 });
    server.write(...numbers(1, 5), 'x'.repeat(200));
    stream.connect();
    await clock.run(100);
    server.write(...numbers(7, 30));
    await clock.run(10_000);
    expect(shown()).toEqual([...numbers(1, 5), 'gap 1', 'gap ?', ...numbers(21, 30)]);
    stream.dispose();
  });

  it('stays, without an error, where there is no file', async () => {
    const { shown, stream, lose, clock, errors } = setup({ file: false });
    await lose();
    await clock.run(10_000);
    expect(shown()).toContain('gap ?');
    expect(errors).toEqual([]);
    stream.dispose();
  });

  it('says why a file could not be read', async () => {
    const { server, stream, lose, clock, errors } = setup();
    server.status = 403;
    await lose();
    await clock.run(10_000);
    expect(errors.map(({ kind }) => kind)).toEqual(['forbidden']);
    const filled = stream.fill();
    const refused = expect(filled).rejects.toMatchObject({ kind: 'forbidden' });
    await clock.run(100);
    await refused;
    stream.dispose();
  });

  it('says at once that the server cannot be reached, when asked to try again', async () => {
    const { server, stream, lose, clock } = setup({ file: false });
    await lose();
    stream.disconnect();
    await clock.run(100);
    server.dead = true;
    const refused = expect(stream.fill()).rejects.toMatchObject({ kind: 'network' });
    await clock.run(0);
    await refused;
    stream.dispose();
  });

  it('is not read for again by itself, however often the stream comes back', async () => {
    const { server, stream, clock } = setup({ transport: 'sse', stallTimeout: 1e9 });
    server.text = () => 'nothing of it\n'.repeat(100);
    server.write(...numbers(1, 5));
    stream.connect();
    await clock.run(10_000);
    server.cut();
    server.write(...numbers(6, 40));
    for (let turn = 0; turn < 3; turn++) {
      await clock.run(20_000);
      expect(stream.getSnapshot().status).toBe('live');
      expect(server.downloads).toBe(1);
      server.cut();
    }
    stream.dispose();
  });

  it('gives what fills it to who listens, apart from what is new', async () => {
    const { stream, lose, clock } = setup();
    const told = { entries: [] as string[], filled: [] as string[] };
    for (const event of ['entries', 'filled'] as const)
      stream.on(event, (entries) => told[event].push(...shown(entries)));
    const messages: string[] = [];
    attachHandlers(stream, { onMessage: (_raw, entry) => messages.push(entry.message) }, false);
    await lose();
    await clock.run(100);
    expect(told).toEqual({ entries: [...numbers(1, 5), ...numbers(21, 30)], filled: numbers(6, 20) });
    expect(messages).toEqual([...numbers(1, 5), ...numbers(21, 30), ...numbers(6, 20)]);
    stream.dispose();
  });

  it('is waited for by a loop, which then gets its lines in their place', async () => {
    const { stream, lose, clock } = setup();
    const seen: string[] = [];
    const loop = (async () => {
      for await (const item of stream) {
        seen.push(...shown([item]));
        if (seen.length === 30) break;
      }
    })();
    await lose();
    await clock.run(100);
    await loop;
    expect(seen).toEqual(numbers(1, 30));
  });

  it('is given to a loop when it stays, and after ten seconds in any case', async () => {
    const { server, stream, lose, clock } = setup({ file: false });
    const seen: string[] = [];
    const loop = (async () => {
      for await (const item of stream) seen.push(...shown([item]));
    })();
    await lose();
    await clock.run(100);
    expect(seen).toEqual([...numbers(1, 5), 'gap ?', ...numbers(21, 30)]);
    let answer: (() => void) | undefined;
    server.hang = new Promise((resolve) => {
      answer = resolve;
    });
    server.write(...numbers(31, 60));
    await clock.run(9_000);
    expect(seen.at(-1)).toBe('line 30');
    server.write('later');
    await clock.run(4_000);
    expect(seen.slice(16)).toEqual(['gap ?', ...numbers(51, 60), 'later']);
    answer?.();
    stream.disconnect();
    await loop;
  });

  it('tells a loop of what a large one pushed out of the buffer', async () => {
    const { stream, lose, clock } = setup({ bufferLines: 20 });
    const seen: string[] = [];
    const loop = (async () => {
      for await (const item of stream) seen.push(...shown([item]));
    })();
    await lose(40);
    await clock.run(100);
    expect(seen).toEqual([...numbers(1, 5), 'gap ?', ...numbers(26, 45)]);
    stream.disconnect();
    await loop;
  });

  it('is not read for when a list still reaches it', async () => {
    const { server, stream, shown, lose, clock } = setup({ memory: 1_000 });
    await lose();
    await clock.run(10_000);
    expect(server.downloads).toBe(0);
    expect(shown()).toEqual(numbers(1, 30));
    stream.dispose();
  });

  it('is not read for where no line is held before the gap, as after a reload', async () => {
    const { server, stream, open, lose, clock } = setup();
    server.text = () => 'nothing of it\n'.repeat(100);
    await lose();
    await clock.run(10_000);
    const resume = stream.resumeToken() as string;
    stream.dispose();
    const next = open({ resume });
    next.connect();
    server.write('after');
    await clock.run(10_000);
    // What the list still has was shown before.
    expect(shown(next.getSnapshot().items)).toEqual(['gap ?', ...numbers(22, 30), 'after']);
    expect(await next.fill()).toBe(0);
    expect(server.downloads).toBe(1);
    next.dispose();
  });
});

describe('a gap that many pages fill', () => {
  it('costs as much for each line as a small one: no page looks again at the rows of those before it', async () => {
    const log = simulateStream({ ...COUNTED, pageRows: 50 }, { bufferLines: 20_000 });
    const { clock, server } = log;
    let looks = 0;
    const identify: typeof server.source.identify = (line) => {
      looks += 1;
      return server.source.identify(line);
    };
    const stream = log.open({}, { ...server.source, identify });
    const write = (count: number): void => {
      for (let n = 0; n < count; n++) server.write(`line ${server.written.length}`);
    };
    write(5);
    stream.connect();
    await clock.run(10_000);
    const answer = server.refuseRows();
    server.cut();
    write(10_000);
    await clock.run(60_000);
    write(5);
    await clock.run(1_000);
    expect(stream.getSnapshot().ledger.gaps).toBe(1);
    answer();
    looks = 0;
    const filled = stream.fill();
    await clock.run(1_000);
    await filled;
    expect(shown(stream.getSnapshot().items)).toEqual(server.written);
    expect(looks / 10_000).toBeLessThan(20);
    await clock.run(100);
    expect(stream.getSnapshot().view.blockAt?.(5_000)?.message(0)).toMatch(/^line /); // packed
    stream.dispose();
  });
});
