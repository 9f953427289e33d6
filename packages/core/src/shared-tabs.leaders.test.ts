/** Tabs that share a connection when the one that has it crashes, hangs, or is frozen. */
import { describe, expect, it } from 'vitest';
import { dice } from './testing/dice.js';
import { numbered } from './testing/numbered.js';
import { COUNTED, IDS, TAIL } from './testing/server-kinds.js';
import { tabWorld, type Tab } from './testing/tab-world.js';

const status = ({ stream }: Tab): string => stream.getSnapshot().status;

describe('streams that lose the tab that leads', () => {
  it('continue where a crashed leader was, with the lines written meanwhile', async () => {
    const { clock, server, open } = tabWorld(COUNTED);
    const first = open();
    await clock.run(100);
    const second = open();
    const third = open();
    await clock.run(100);
    server.write('1');
    server.write('1');
    await clock.run(6_000);
    first.tab.crash();
    server.write('2');
    await clock.run(20);
    server.write('3');
    await clock.run(10_000);
    server.write('4');
    await clock.run(100);
    for (const tab of [second, third]) {
      expect(tab.shown()).toEqual(['1', '1', '2', '3', '4']);
      expect(status(tab)).toBe('live');
    }
    expect(server.connections).toBe(1);
  });

  it('take from each other what a crashed leader told only one of them and the server no longer has', async () => {
    let lost = false;
    const latency = (): number => {
      if (!lost) return 1;
      lost = false;
      return Infinity;
    };
    const { clock, server, open } = tabWorld({ ...COUNTED, ring: 1 }, dice(1), latency);
    const [first, second, third] = [open(), open(), open()];
    await clock.run(1_000);
    server.write('1');
    await clock.run(10_000);
    lost = true;
    server.write('2');
    await clock.run(10);
    expect([second, third].map((tab) => tab.shown())).toEqual([['1'], ['1', '2']]);
    first.tab.crash();
    server.write('3');
    server.write('4');
    await clock.run(60_000);
    for (const tab of [second, third]) expect(tab.shown()).toEqual(['1', '2', 'gap evicted', '4']);
  });

  it('show no gap where the caller disconnects their leader while REST is slow: what waits for it is read later', async () => {
    const { clock, server, open } = tabWorld(IDS);
    server.write('1');
    const { stream, shown } = open();
    await clock.run(10_000);
    server.cut();
    server.write('2');
    server.slowRows(4_000, false);
    await clock.run(2_000);
    server.write('3');
    await clock.run(10);
    stream.disconnect();
    expect(shown()).toEqual(['1']);
    stream.connect();
    await clock.run(20_000);
    expect(shown()).toEqual(['1', '2', '3']);
    stream.dispose();
  });

  it('hand over when they are frozen after they were closed in a frozen page and opened again', async () => {
    const { clock, server, tabs, open } = tabWorld(COUNTED);
    const { tab, stream } = open();
    await clock.run(100);
    tab.freeze();
    stream.disconnect();
    tab.thaw();
    stream.connect();
    await clock.run(1_000);
    expect(tabs.locks).toBe(1);
    tab.freeze();
    await clock.run(1_000);
    expect([tabs.locks, server.connections]).toEqual([0, 0]);
  });

  it('go on when their leader may no longer read the log', async () => {
    const { clock, server, open } = tabWorld(COUNTED);
    const first = open();
    await clock.run(100);
    const second = open();
    await clock.run(1_000);
    server.refuse(1, 403);
    server.cut();
    server.write('1');
    await clock.run(10_000);
    expect([first, second].map(status)).toEqual(['failed', 'live']);
    expect(second.shown()).toEqual(['1']);
  });

  it('hand over when the browser freezes the leader, which joins again later', async () => {
    const { clock, server, tabs, open } = tabWorld(COUNTED);
    const first = open();
    await clock.run(100);
    const second = open();
    server.write('1');
    await clock.run(10_000);
    first.tab.freeze();
    await clock.run(1_000);
    expect(tabs.locks).toBe(1);
    expect(server.connections).toBe(1);
    server.write('2');
    await clock.run(10_000);
    expect(second.shown()).toEqual(['1', '2']);
    expect(first.shown()).toEqual(['1']);
    first.tab.thaw();
    await clock.run(1_000);
    server.write('3');
    await clock.run(1_000);
    expect(first.shown()).toEqual(['1', '2', '3']);
    expect([first, second].map(status)).toEqual(['live', 'live']);
    expect(server.connections).toBe(1);
  });

  it.each([0, 1])(
    'miss no line that repeats all lines of a tab that comes back: after %d others',
    async (others) => {
      const { clock, server, open } = tabWorld({ ...TAIL, tick: 3_600_000 });
      for (let n = 0; n < others; n++) server.write('0');
      const first = open();
      server.write('1');
      await clock.run(2_000);
      first.tab.freeze();
      const second = open();
      await clock.run(2_000);
      for (let n = 0; n < others; n++) server.write('0');
      server.write('1');
      await clock.run(2_000);
      first.tab.thaw();
      await clock.run(2_000);
      expect(first.shown()).toEqual(server.written);
      expect(second.shown()).toEqual(server.written);
    },
  );

  it('agree on a leader, though both began to lead in the same millisecond without hearing of each other', async () => {
    const { clock, server, open } = tabWorld(COUNTED, dice(1), () => 0);
    const first = open();
    await clock.run(100);
    first.tab.freeze();
    const second = open();
    server.write('1');
    await clock.run(0);
    expect([first, second].map(status)).toEqual(['reconnecting', 'live']);
    second.tab.freeze();
    for (const { tab } of [first, second]) tab.thaw();
    await clock.run(1_000);
    server.write('2');
    await clock.run(1_000);
    for (const tab of [first, second]) expect(tab.shown()).toEqual(['1', '2']);
    expect(server.connections).toBe(1);
  });

  it('show no line of a log from before the server restarted behind those of the new one, though another tab holds it', async () => {
    const { clock, server, open } = tabWorld(COUNTED);
    const first = open();
    server.write('old');
    await clock.run(1_000);
    first.tab.freeze();
    server.restart();
    const second = open();
    server.write('new');
    await clock.run(1_000);
    second.tab.freeze();
    first.tab.thaw();
    await clock.run(1_000);
    second.tab.thaw();
    await clock.run(1_000);
    expect([first, second].map((tab) => tab.shown())).toEqual([['old', 'gap evicted', 'new'], ['new']]);
  });

  it('do not show the line before a gap in it, once its id was used again and another tab leads', async () => {
    const { clock, server, open } = tabWorld({ ...IDS, ring: 8, pageRows: 3 }, dice(1), () => 0);
    const write = numbered(clock, server);
    write(9);
    const first = open({ bufferLines: 10 });
    await clock.run(100);
    clock.advance(2_000);
    server.restart();
    await clock.run(504);
    write(2);
    const second = open({ bufferLines: 10 });
    await clock.run(0);
    first.tab.freeze();
    first.tab.thaw();
    await clock.run(100_000);
    for (const tab of [first, second])
      expect(tab.shown().slice(-5)).toEqual(['7', '8', 'gap evicted', '9', '10']);
  });

  it('have a new leader within a second, although another tab hangs and does not say what it has', async () => {
    const { clock, server, open } = tabWorld(COUNTED);
    const [first, second, third] = [open(), open(), open()];
    await clock.run(1_000);
    server.write('1');
    await clock.run(100);
    third.tab.hang();
    first.stream.disconnect();
    await clock.run(1_000);
    expect(server.connections).toBe(1);
    server.write('2');
    await clock.run(100);
    expect(second.shown()).toEqual(['1', '2']);
    third.tab.wake();
    await clock.run(60_000);
    expect(third.shown()).toEqual(['1', '2']);
    expect(server.connections).toBe(1);
  });

  it('take over from a leader that hangs, whatever it sends when it wakes', async () => {
    const { clock, server, open } = tabWorld(COUNTED);
    const first = open();
    await clock.run(100);
    const second = open();
    const third = open();
    server.write('1');
    await clock.run(10_000);
    first.tab.hang();
    server.write('2');
    await clock.run(120_000);
    for (const tab of [second, third]) expect(tab.shown()).toEqual(['1', '2']);
    expect(status(second)).toBe('live');
    first.tab.wake();
    await clock.run(1_000);
    server.write('3');
    await clock.run(60_000);
    for (const tab of [first, second, third]) expect(tab.shown()).toEqual(['1', '2', '3']);
    expect(server.connections).toBe(1);
  });

  it.each([
    ['id', 'now'],
    ['count', 'now'],
    ['align', 'tail'],
  ] as const)(
    'show the gap before lines that others have delivered while they hung, by %s',
    async (identity, liveStart) => {
      const { clock, server, open } = tabWorld({ identity, liveStart, ring: 3 });
      server.write('0');
      const first = open();
      await clock.run(10_000);
      const second = open();
      await clock.run(10_000);
      first.tab.hang();
      server.cut();
      for (let n = 1; n <= 6; n++) {
        clock.advance(1_000);
        server.write(String(n));
      }
      await clock.run(200_000);
      const shown = ['0', 'gap evicted', '4', '5', '6'];
      expect(second.shown()).toEqual(shown);
      first.tab.wake();
      await clock.run(100_000);
      expect(first.shown()).toEqual(shown);
      for (const { stream } of [first, second]) stream.dispose();
    },
  );

  it.each([
    ['id', 'now'],
    ['count', 'now'],
    ['align', 'tail'],
  ] as const)(
    'repeat nothing, and show no gap, where another tab has missed lines that they have, by %s',
    async (identity, liveStart) => {
      const { clock, server, open } = tabWorld({ identity, liveStart, ring: 1 });
      server.write('0');
      const [first, second] = [open(), open()];
      await clock.run(10_000);
      first.tab.freeze();
      await clock.run(10_000);
      for (const text of ['1', '2', '3']) {
        clock.advance(1_000);
        server.write(text);
        await clock.run(1_000);
      }
      second.stream.disconnect();
      first.tab.thaw();
      await clock.run(10_000);
      expect(first.shown()).toEqual(['0', 'gap evicted', '3']);
      server.write('4');
      await clock.run(10_000);
      second.stream.connect();
      await clock.run(10_000);
      server.write('5');
      await clock.run(10_000);
      expect(second.shown()).toEqual(['0', '1', '2', '3', '4', '5']);
      for (const { stream } of [first, second]) stream.dispose();
    },
  );
});
