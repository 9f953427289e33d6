/** Servers that restart their log, with ids that start again. */
import { describe, expect, it } from 'vitest';
import { dice } from './testing/dice.js';
import { numbered } from './testing/numbered.js';
import { IDS } from './testing/server-kinds.js';
import { simulateStream, textsOf } from './testing/simulated-stream.js';
import { tabWorld } from './testing/tab-world.js';

/** Numbers from `first` on, as messages. */
const numbers = (first: number, count: number): string[] =>
  Array.from({ length: count }, (_, at) => String(first + at));

describe('ids that start again', () => {
  it.each([
    [500, 'epoch'],
    // The first pages contain ids that the token does not remember.
    [7, 'evicted'],
  ])(
    'belong to new lines, even beyond what a resume token remembers: pages of %i',
    async (pageRows, reason) => {
      const { clock, server, stream, open } = simulateStream({ ...IDS, pageRows });
      for (const message of numbers(0, 300)) server.write(message);
      stream.connect();
      await clock.run(10_000);
      const resume = stream.resumeToken() as string;
      stream.dispose();
      server.restart();
      for (const message of numbers(300, 300)) server.write(message);
      const next = open({ resume });
      next.connect();
      await clock.run(20_000);
      expect(textsOf(next.getSnapshot().items)).toEqual([`gap ${reason}`, ...numbers(300, 300)]);
      next.dispose();
    },
  );

  it('belong to new lines, even if the first one between two polls has the id of the newest', async () => {
    const { clock, server, stream, shown } = simulateStream({ ...IDS, ring: 3 }, { transport: 'polling' });
    for (const message of numbers(0, 3)) {
      clock.advance(1);
      server.write(message);
    }
    stream.connect();
    await clock.run(1_000);
    clock.advance(2_000);
    server.restart();
    // The server has forgotten the first two of them before the next poll.
    for (const message of numbers(3, 5)) server.write(message);
    await clock.run(10_000);
    expect(shown()).toEqual(['0', '1', '2', 'gap epoch', '5', '6', '7']);
    stream.dispose();
  });

  it('belong to new lines in REST as well: its lines go into the gap, and the gap stays', async () => {
    const { clock, server, stream, shown } = simulateStream(IDS);
    server.write('0');
    stream.connect();
    await clock.run(10_000);
    const restDown = server.refuseRows();
    server.restart();
    server.write('1');
    await clock.run(20_000);
    for (const message of numbers(2, 3)) server.write(message);
    await clock.run(20_000);
    expect(shown()).toEqual(['0', 'gap outage', '2', '3', '4']);
    restDown();
    await clock.run(120_000);
    expect(shown()).toEqual(['0', 'gap outage', '1', '2', '3', '4']);
    stream.dispose();
  });

  it('belong to new lines when the seam is read again, even if the live stream has stalled since', async () => {
    const { clock, server, stream, shown } = simulateStream(IDS);
    server.write('0');
    stream.connect();
    await clock.run(2_000);
    server.stall(0);
    server.restart();
    await clock.run(500);
    server.write('1');
    await clock.run(60_000);
    expect(shown()).toEqual(['0', 'gap epoch', '1']);
    stream.dispose();
  });

  it.each([
    [1, 'evicted'],
    // The first row that the server still has bears an id that is known.
    [6, 'epoch'],
  ])(
    'belong to new lines that have their place in the gap with which the seam begins when it is read again: %i old lines',
    async (lines, reason) => {
      const { clock, server, stream, shown } = simulateStream({ ...IDS, ring: 3 });
      stream.connect();
      await clock.run(100);
      const write = async (messages: readonly string[]): Promise<void> => {
        for (const message of messages) {
          clock.advance(1);
          server.write(message);
          await clock.run(0);
        }
      };
      await write(numbers(0, lines));
      await clock.run(2_000);
      const goOn = server.stall(0);
      server.restart();
      await clock.run(1_000);
      await write(numbers(lines, 6));
      await clock.run(10_000);
      expect(shown()).toEqual([...numbers(0, lines), `gap ${reason}`, ...numbers(lines + 3, 3)]);
      goOn();
      await clock.run(100);
      expect(shown()).toEqual([...numbers(0, lines), `gap ${reason}`, ...numbers(lines, 6)]);
      stream.dispose();
    },
  );

  it('belong to new lines in REST as well, even if the live stream begins with known ones', async () => {
    const { clock, server, stream, shown } = simulateStream(IDS);
    for (const message of numbers(0, 3)) server.write(message);
    stream.connect();
    await clock.run(10_000);
    const restDown = server.refuseRows();
    server.restart();
    server.write('3');
    await clock.run(20_000);
    server.write('4');
    expect(shown()).toEqual(['0', '1', '2']);
    await clock.run(20_000);
    expect(shown()).toEqual(['0', '1', '2', 'gap outage', '4']);
    restDown();
    await clock.run(120_000);
    expect(shown()).toEqual(['0', '1', '2', 'gap outage', '3', '4']);
    stream.dispose();
  });

  it('belong to new lines among those that wait while REST is down: lines without room become a gap, and do not appear later', async () => {
    const { clock, server, stream } = simulateStream({ ...IDS, liveStart: 'since' }, { bufferLines: 4 });
    const told: string[] = [];
    stream.on('entries', (entries) => void told.push(...textsOf(entries)));
    stream.on('gap', (gap) => void told.push(...textsOf([gap])));
    for (const message of numbers(0, 2)) server.write(message);
    stream.connect();
    await clock.run(10_000);
    const restDown = server.refuseRows();
    server.restart();
    for (const message of numbers(2, 5)) {
      clock.advance(1);
      server.write(message);
    }
    await clock.run(4_000);
    restDown();
    server.cut();
    await clock.run(60_000);
    expect(told).toEqual(['0', '1', 'gap overflow', ...numbers(3, 4)]);
    stream.dispose();
  });

  it('are not mistaken for older lines while these are read', async () => {
    const { clock, server, stream, shown } = simulateStream(IDS, { history: 0 });
    server.write('0');
    stream.connect();
    await clock.run(10_000);
    server.write('1');
    await clock.run(10_000);
    server.restart();
    server.write('2');
    server.write('3');
    await clock.run(0);
    const restDown = server.refuseRows();
    const older = stream.loadOlder(2);
    await clock.run(0);
    restDown();
    await clock.run(20_000);
    await older;
    expect(shown()).toEqual(['1', 'gap epoch', '2', '3']);
    stream.dispose();
  });

  it('do not turn new lines into older ones', async () => {
    const { clock, server, stream, shown } = simulateStream(IDS, { history: 0 });
    server.write('0');
    stream.connect();
    await clock.run(100);
    server.write('1');
    await clock.run(10_000);
    server.restart();
    server.write('2');
    server.write('3');
    await stream.loadOlder(2);
    await clock.run(20_000);
    expect(shown()).toEqual(['1', 'gap epoch', '2', '3']);
    stream.dispose();
  });

  it.each([
    ['at once', 0, numbers(0, 8)],
    // The newest three lines that REST has begin after line 5: it is in the gap, and not late.
    ['after one more line', 1, [...numbers(0, 5), ...numbers(6, 3)]],
  ])(
    'belong to new lines if the log is restarted %s behind a gap that has left the buffer',
    async (_, more, expected) => {
      const { clock, server, stream } = simulateStream(
        { ...IDS, replay: true, pageRows: 1 },
        { bufferLines: 3 },
      );
      const told: string[] = [];
      stream.on('entries', (entries) => void told.push(...textsOf(entries)));
      const write = numbered(clock, server);
      write(1);
      stream.connect();
      await clock.run(100);
      server.cut();
      const restDown = server.refuseRows();
      write(3);
      await clock.run(500);
      server.cut();
      await clock.run(more * 1_000);
      write(more);
      clock.advance(2_000);
      server.restart();
      await clock.run(0);
      write(4);
      server.cut();
      restDown();
      await clock.run(20_000);
      expect(told).toEqual(expected);
      stream.dispose();
    },
  );

  it('belong to new lines, although lines after a gap had them before', async () => {
    const { clock, server, stream, shown } = simulateStream({ ...IDS, ring: 8 });
    const write = numbered(clock, server);
    write(1);
    stream.connect();
    await clock.run(100);
    server.cut();
    write(9);
    await clock.run(2_000);
    server.restart();
    write(8);
    await clock.run(20_000);
    expect(shown()).toEqual(['0', 'gap evicted', ...numbers(2, 8), 'gap epoch', ...numbers(10, 8)]);
    stream.dispose();
  });

  it('leave a short log complete, however much is written while the stream is disconnected', async () => {
    const { clock, server, stream } = simulateStream(IDS, { bufferLines: 10 });
    const told: string[] = [];
    stream.on('entries', (entries) => void told.push(...textsOf(entries)));
    server.write('0');
    stream.connect();
    await clock.run(10_000);
    server.restart();
    await clock.run(500);
    for (const message of numbers(1, 29)) {
      clock.advance(1);
      server.write(message);
    }
    server.cut();
    await clock.run(20_000);
    expect(told).toEqual(numbers(0, 30));
    stream.dispose();
  });

  it.each([
    [1, 'slept through it'],
    [2, 'slept through it'],
    [2, 'slept after it'],
  ])('belong to new lines, after %i lines, for a tab that %s', async (lines, when) => {
    const told: string[] = [];
    const { clock, server, open } = tabWorld(IDS, dice(1), () => 0);
    for (const message of numbers(0, lines)) server.write(message);
    const both = [open(), open()] as const;
    await clock.run(10_000);
    both[0].stream.on('entries', (entries) => void told.push(...textsOf(entries)));
    if (when === 'slept through it') both[0].tab.freeze();
    server.restart();
    server.write(String(lines));
    await clock.run(10_000);
    both[0].tab.freeze();
    await clock.run(1_000);
    both[0].tab.thaw();
    await clock.run(100_000);
    server.write(String(lines + 1));
    await clock.run(100_000);
    expect(told).toEqual(numbers(lines, 2));
    for (const { stream } of both) {
      expect(textsOf(stream.getSnapshot().items)).toEqual([
        ...numbers(0, lines),
        'gap epoch',
        ...numbers(lines, 2),
      ]);
      stream.dispose();
    }
  });
});

describe('a restart behind a gap, and a reload after it', () => {
  it('still lets the new log use the ids of the old one', async () => {
    const { clock, server, stream, open, shown } = simulateStream(IDS, { history: 3 });
    const write = numbered(clock, server);
    write(9);
    stream.connect();
    await clock.run(5_000);
    server.restart();
    write(1);
    await clock.run(2_000);
    expect(shown()).toEqual(['6', '7', '8', 'gap evicted', '9']);
    const resume = stream.resumeToken() as string;
    stream.dispose();
    const next = open({ resume });
    next.connect();
    for (let n = 0; n < 10; n++) {
      write(1);
      await clock.run(5_000);
    }
    expect(textsOf(next.getSnapshot().items)).toEqual(['gap evicted', ...numbers(9, 11)]);
    next.dispose();
  });

  it('has what was missed in its place, each line once', async () => {
    const { clock, server, stream, open, shown } = simulateStream(IDS);
    const write = numbered(clock, server);
    write(1);
    stream.connect();
    await clock.run(5_000);
    server.restart();
    write(5);
    const restDown = server.refuseRows();
    await clock.run(1_000);
    write(1);
    for (let ms = 0; ms < 10_000 && shown().length < 3; ms += 10) await clock.run(10);
    expect(shown()).toEqual(['0', 'gap outage', '6']);
    const resume = stream.resumeToken() as string;
    stream.dispose();
    restDown();
    const next = open({ resume });
    next.connect();
    await clock.run(20_000);
    write(1);
    await clock.run(1_000);
    // What came before is on the page that was reloaded, and the old log is gone.
    expect(textsOf(next.getSnapshot().items)).toEqual(['gap outage', ...numbers(1, 7)]);
    next.dispose();
  });
});
