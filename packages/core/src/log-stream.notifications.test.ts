/** When a stream tells its listeners of changes. */
import { describe, expect, it } from 'vitest';
import { createLogFeed } from './backends/feed.js';
import { createLogStream } from './log-stream.js';
import { COUNTED } from './testing/server-kinds.js';
import { simulateStream, textsOf } from './testing/simulated-stream.js';
import { createVirtualClock } from './testing/virtual-clock.js';

describe('the listeners of a stream', () => {
  it('notifies listeners once per frame, whatever arrives', async () => {
    const { clock, server, stream } = simulateStream(COUNTED);
    let calls = 0;
    const undo = stream.subscribe(() => (calls += 1));
    stream.connect();
    await clock.run(1_000);
    calls = 0;
    for (let at = 0; at < 500; at++) server.write(String(at));
    await clock.run(16);
    expect(calls).toBe(1);
    expect(stream.getSnapshot().view.length).toBe(500);
    undo();
    stream.dispose();
    expect(clock.pending).toBe(0);
  });

  it('reports a line after a quiet moment at once, and the following ones an interval later', async () => {
    const { clock, server, stream } = simulateStream(COUNTED);
    const seen: number[] = [];
    const undo = stream.subscribe(() => seen.push(stream.getSnapshot().view.length));
    stream.connect();
    await clock.run(1_000);
    seen.length = 0;
    server.write('first');
    await clock.run(1);
    expect(seen).toEqual([1]);
    server.write('second');
    server.write('third');
    await clock.run(14);
    expect(seen).toEqual([1]);
    await clock.run(2);
    expect(seen).toEqual([1, 3]);
    undo();
    stream.dispose();
  });

  it('reports that a log is empty', async () => {
    const { clock, stream } = simulateStream(COUNTED);
    const seen: string[] = [];
    const undo = stream.subscribe(() => seen.push(stream.getSnapshot().history));
    stream.connect();
    await clock.run(1_000);
    expect(seen.at(-1)).toBe('start');
    undo();
    stream.dispose();
  });

  it('find lines of which nobody was told when they subscribe', () => {
    const clock = createVirtualClock();
    const feed = createLogFeed();
    const stream = createLogStream(feed, { clock });
    stream.connect();
    feed.append('the last words');
    stream.subscribe(() => undefined);
    expect(textsOf(stream.getSnapshot().items)).toEqual(['the last words']);
    stream.dispose();
  });

  it('reports changes on flush(), and by itself only without flush()', async () => {
    const { clock, server, stream } = simulateStream(COUNTED);
    const seen: number[] = [];
    stream.subscribe(() => seen.push(stream.getSnapshot().view.length));
    stream.connect();
    await clock.run(1_000);
    seen.length = 0;
    server.write('first');
    await clock.run(1);
    server.write('second');
    await clock.run(3);
    stream.flush();
    expect(seen).toEqual([1]);
    await clock.run(6);
    stream.flush();
    expect(seen).toEqual([1, 2]);
    server.write('third');
    await clock.run(15);
    expect(seen).toEqual([1, 2]);
    stream.flush();
    expect(seen).toEqual([1, 2, 3]);
    stream.flush();
    expect(seen).toEqual([1, 2, 3]);
    server.write('fourth');
    await clock.run(17);
    expect(seen).toEqual([1, 2, 3, 4]);
    stream.dispose();
    expect(clock.pending).toBe(0);
  });
});
