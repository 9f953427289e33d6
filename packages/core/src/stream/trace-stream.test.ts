import { describe, expect, it } from 'vitest';
import type { LogStreamError } from '../errors.js';
import { createLogStream } from '../log-stream.js';
import { COUNTED } from '../testing/server-kinds.js';
import { createSimulatedServer } from '../testing/simulated-server.js';
import { createVirtualClock } from '../testing/virtual-clock.js';
import { traceStream } from './trace-stream.js';

describe('traceStream', () => {
  it('tells what happened, when, and what became of the lines, and none of their text', async () => {
    const clock = createVirtualClock();
    const server = createSimulatedServer(clock, { ...COUNTED, ring: 2 });
    const { source, fetch } = server;
    const stream = createLogStream(source, { clock, fetch, random: () => 0.5, transport: 'sse' });
    const lines: string[] = [];
    const undo = traceStream(stream, (line) => lines.push(line), clock);
    stream.connect();
    await clock.run(100);
    server.write('secret words');
    await clock.run(10_000);
    server.cut();
    for (let n = 0; n < 4; n++) server.write('secret words');
    await clock.run(10_000);
    undo();
    const before = lines.length;
    stream.dispose();
    await clock.run(1_000);

    const said = lines.map((line) => line.replace(/^\+\d+\.\d{3} s \S+ [^:]+: /, ''));
    expect(said[0]).toMatch(/^connecting/);
    expect(said).toContain('live, over sse');
    expect(said).toContainEqual(expect.stringMatching(/^error network, temporary: .*cut off/));
    expect(said).toContainEqual(expect.stringMatching(/^reconnecting, over sse, attempt 1 in 500 ms$/));
    expect(said).toContainEqual(expect.stringMatching(/^gap: .*missing here.*\(evicted\)$/));
    expect(said).toContain('1 line; in all 1 received = 1 stored + 0 duplicates + 0 dropped + 0 malformed');
    const counted = said.flatMap((line) => /^(\d+) lines?[; ]/.exec(line)?.[1] ?? []).map(Number);
    expect(counted.reduce((a, b) => a + b)).toBe(stream.getSnapshot().ledger.stored);
    expect(lines.join()).not.toContain('secret words');
    expect(lines).toHaveLength(before);
  });

  it('tells that a payload could not be read, and not what stood in it', async () => {
    const clock = createVirtualClock();
    const server = createSimulatedServer(clock, COUNTED);
    const decode = (): never => {
      throw new SyntaxError('"secret words" is not valid JSON');
    };
    const stream = createLogStream(
      { ...server.source, decode },
      { clock, fetch: server.fetch, transport: 'sse' },
    );
    const lines: string[] = [];
    const errors: LogStreamError[] = [];
    traceStream(stream, (line) => lines.push(line), clock);
    stream.on('error', (error) => void errors.push(error));
    stream.connect();
    await clock.run(100);
    server.write('secret words');
    await clock.run(100);
    stream.dispose();
    expect(lines).toContainEqual(
      expect.stringMatching(/: error malformed, final: A payload could not be read and was left out\.$/),
    );
    expect(lines.join()).not.toContain('secret words');
    expect(errors).toMatchObject([{ kind: 'malformed', cause: expect.stringContaining('secret words') }]);
  });

  it('keeps to a line each, whatever a server says', async () => {
    const clock = createVirtualClock();
    const server = createSimulatedServer(clock, COUNTED);
    const stream = createLogStream(server.source, {
      clock,
      transport: 'sse',
      fetch: () => Promise.resolve(Response.json({ detail: 'no\n+9.9 s forged\u001b[2J' }, { status: 403 })),
    });
    const lines: string[] = [];
    traceStream(stream, (line) => lines.push(line), clock);
    stream.connect();
    await clock.run(100);
    stream.dispose();
    expect(lines).toContainEqual(expect.stringContaining('no +9.9 s forged [2J'));
    expect(lines.join('')).not.toMatch(/[\u0000-\u001f]/);
  });

  it('tells of a flood once a second', async () => {
    const clock = createVirtualClock();
    const server = createSimulatedServer(clock, COUNTED);
    const stream = createLogStream(server.source, { clock, fetch: server.fetch, transport: 'sse' });
    const lines: string[] = [];
    stream.connect();
    await clock.run(100);
    const undo = traceStream(stream, (line) => lines.push(line), clock);
    for (let n = 0; n < 300; n++) {
      server.write(`line ${n}`);
      await clock.run(10);
    }
    undo();
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.length).toBeLessThanOrEqual(4);
    const counts = lines.map((line) => Number(/: (\d+) lines/.exec(line)?.[1]));
    expect(counts.reduce((a, b) => a + b)).toBe(300);
    stream.dispose();
  });
});
