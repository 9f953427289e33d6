/** What listeners of a stream are told when one of them calls the stream. */
import { describe, expect, it } from 'vitest';
import { createLogFeed } from './backends/feed.js';
import type { LogSource } from './backends/source.js';
import { createLogStream } from './log-stream.js';
import { COUNTED } from './testing/server-kinds.js';
import { simulateStream, textsOf } from './testing/simulated-stream.js';
import { createVirtualClock } from './testing/virtual-clock.js';

describe('a listener that calls the stream', () => {
  it('by disconnecting at an error is not told of a retry after the end', async () => {
    const { clock, server, stream } = simulateStream(COUNTED);
    const told: string[] = [];
    stream.on('status', (status) => told.push(status));
    stream.on('error', () => stream.disconnect());
    stream.connect();
    await clock.run(100);
    server.cut();
    await clock.run(100);
    expect(told).toEqual(['connecting', 'live', 'closed']);
  });

  it.each(['disconnect', 'pause'] as const)(
    'lets the others hear what it does with %s() after what it heard itself',
    async (call) => {
      const { clock, stream } = simulateStream(COUNTED);
      stream.on('status', (status) => {
        if (status === 'live') stream[call]();
      });
      const told: string[] = [];
      stream.on('status', (status) => told.push(status));
      stream.connect();
      await clock.run(100);
      expect(told).toEqual(['connecting', 'live', call === 'pause' ? 'paused' : 'closed']);
      stream.dispose();
    },
  );

  it('by pausing while it is notified of the change is not told that the stream is live', async () => {
    const { clock, stream } = simulateStream(COUNTED);
    const told: string[] = [];
    stream.on('status', (status) => told.push(status));
    stream.subscribe(() => {
      if (stream.getSnapshot().status === 'live') stream.pause();
    });
    stream.connect();
    await clock.run(100);
    expect([stream.getSnapshot().status, told.at(-1)]).toEqual(['paused', 'paused']);
    stream.dispose();
  });

  it('by clearing and pausing leaves no cleared line with another reader', () => {
    const clock = createVirtualClock();
    const feed = createLogFeed();
    const stream = createLogStream(feed, { clock });
    stream.connect();
    const undo = stream.observe(() => {
      undo();
      stream.clear();
      stream.pause();
    });
    const seen: number[] = [];
    stream.observe((_, view) => seen.push(view.length));
    feed.append(['one', 'two']);
    clock.advance(100);
    expect(textsOf(stream.getSnapshot().items)).toEqual([]);
    expect(seen).toEqual([2, 0]);
    stream.dispose();
  });

  it('by connecting anew to a feed receives its lines once, and leaves nothing with the feed', () => {
    let attached = 0;
    const line = { level: 'info', message: 'm', labels: {}, raw: 'm' } as const;
    let append = (): void => undefined;
    const source: LogSource = {
      ...createLogFeed(),
      identity: 'count',
      attach(sink) {
        attached += 1;
        const before = append;
        append = () => {
          before();
          sink.lines([line]);
        };
        return () => void (attached -= 1);
      },
    };
    const stream = createLogStream(source, { clock: createVirtualClock() });
    let anew = false;
    stream.on('status', () => {
      if (anew) return;
      anew = true;
      stream.disconnect();
      stream.connect();
    });
    stream.connect();
    append();
    expect(textsOf(stream.getSnapshot().items)).toEqual(['m']);
    stream.dispose();
    expect(attached).toBe(0);
  });
});
