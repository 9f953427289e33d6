/** Older lines that are loaded while nothing is shown, or the stream connects. */
import { describe, expect, it } from 'vitest';
import { numbered } from './testing/numbered.js';
import { COUNTED, IDS, ROW_IDS, TAIL } from './testing/server-kinds.js';
import { shortReplay } from './testing/short-replay.js';
import { simulateStream, textsOf } from './testing/simulated-stream.js';

describe('older lines of a stream without lines', () => {
  it.each([IDS, COUNTED, TAIL, { ...IDS, liveStart: 'since' as const }])(
    'are shown once if it connects afterwards: %o',
    async (kind) => {
      const { clock, server, stream, shown } = simulateStream(kind);
      for (const message of ['0', '1', '2']) {
        server.write(message);
        await clock.run(1_000);
      }
      await stream.loadOlder(2);
      expect(shown()).toEqual(['1', '2']);
      server.write('3');
      await clock.run(1_000);
      stream.connect();
      await clock.run(10_000);
      server.write('4');
      await clock.run(1_000);
      expect(shown()).toEqual(['1', '2', '3', '4']);
      await stream.loadOlder(2);
      expect(shown()).toEqual(['0', '1', '2', '3', '4']);
      stream.dispose();
    },
  );

  it.each([IDS, COUNTED, ROW_IDS])(
    'leave no hole if they arrive after the lines it begins with: %o',
    async (kind) => {
      const { clock, server, stream, shown } = simulateStream(kind, { history: 3 });
      server.write('0');
      server.slowRows(600, true);
      const older = stream.loadOlder();
      await clock.run(1);
      server.slowRows(0, false);
      for (const message of ['1', '2', '3', '4']) server.write(message);
      stream.connect();
      await clock.run(1_000);
      expect(await older).toBe(0);
      expect(shown()).toEqual(['2', '3', '4']);
      expect(stream.getSnapshot().history).toBe('more');
      await stream.loadOlder();
      expect(shown()).toEqual(['0', '1', '2', '3', '4']);
      stream.dispose();
    },
  );

  it.each([IDS, COUNTED, TAIL])('are shown once while it connects: %o', async (kind) => {
    const { clock, server, stream, shown } = simulateStream(kind);
    for (const message of ['0', '1', '2']) server.write(message);
    stream.connect();
    const older = stream.loadOlder(2);
    await clock.run(10_000);
    await older;
    expect(shown()).toEqual(['0', '1', '2']);
    stream.dispose();
  });

  it.each([IDS, COUNTED, TAIL])(
    'are complete, even if they are requested while it connects without history: %o',
    async (kind) => {
      const { clock, server, stream, shown } = simulateStream({ ...kind, pageRows: 2 }, { history: 0 });
      for (const message of ['0', '1', '2']) server.write(message);
      stream.connect();
      const older = stream.loadOlder();
      await clock.run(10_000);
      await older;
      server.write('3');
      await clock.run(1_000);
      do await stream.loadOlder(1);
      while (stream.getSnapshot().history === 'more');
      expect(shown()).toEqual(['0', '1', '2', '3']);
      stream.dispose();
    },
  );

  it.each([IDS, COUNTED, TAIL])('contain no line written since, without history: %o', async (kind) => {
    const { clock, server, stream, shown } = simulateStream(kind, { history: 0 });
    server.write('0');
    stream.connect();
    await clock.run(1_000);
    server.cut();
    server.write('1');
    await stream.loadOlder(10);
    expect(shown()).toEqual(['0']);
    await clock.run(10_000);
    expect(shown()).toEqual(['0', '1']);
    stream.dispose();
  });
});

describe('older lines of an empty log whose replay is short', () => {
  it('can be read when its first lines were missed', async () => {
    const { clock, server, open } = simulateStream(TAIL);
    const stream = open({}, shortReplay(server.source, 3, false));
    stream.connect();
    await clock.run(100);
    expect(await stream.loadOlder()).toBe(0);
    server.cut();
    numbered(clock, server)(4);
    await clock.run(20_000);
    expect(textsOf(stream.getSnapshot().items)).toEqual(['1', '2', '3']);
    expect(stream.getSnapshot().history).not.toBe('start');
    await stream.loadOlder();
    expect(textsOf(stream.getSnapshot().items)).toEqual(['0', '1', '2', '3']);
    expect(stream.getSnapshot().history).toBe('start');
    stream.dispose();
  });
});
