/** Gaps, and places of lines over the limit, in tabs that share a connection. */
import { describe, expect, it } from 'vitest';
import { dice } from './testing/dice.js';
import { numbered } from './testing/numbered.js';
import { COUNTED, IDS, TAIL } from './testing/server-kinds.js';
import { shortReplay } from './testing/short-replay.js';
import { tabWorld } from './testing/tab-world.js';

/** A leader and a follower, both with a gap that cannot be filled until REST is back. */
async function tabsWithGap() {
  const { clock, server, open } = tabWorld(IDS);
  server.write('0');
  const first = open();
  await clock.run(10_000);
  const second = open();
  await clock.run(1_000);
  server.cut();
  server.write('1');
  const restDown = server.refuseRows();
  await clock.run(1_000);
  server.write('2');
  for (let ms = 0; ms < 10_000 && second.shown().length < 3; ms += 10) await clock.run(10);
  for (const tab of [first, second]) expect(tab.shown()).toEqual(['0', 'gap outage', '2']);
  return { clock, server, first, second, restDown };
}

describe('streams that share tabs, at gaps', () => {
  it.each(['id', 'count'] as const)(
    'are not told again of a line over the limit when another tab takes over: by %s',
    async (identity) => {
      const { clock, server, open } = tabWorld({ identity, liveStart: 'now' });
      server.write('0');
      const first = open({ maxMessageBytes: 1_000 });
      await clock.run(100);
      const second = open({ maxMessageBytes: 1_000 });
      await clock.run(10_000);
      server.write('x'.repeat(2_000));
      await clock.run(1_000);
      expect(second.shown()).toEqual(['0', 'gap oversize']);
      first.tab.crash();
      await clock.run(20_000);
      server.write('1');
      await clock.run(100);
      expect(second.shown()).toEqual(['0', 'gap oversize', '1']);
    },
  );

  it('have a line over the limit once that another tab has before a gap', async () => {
    const { clock, server, open } = tabWorld(TAIL);
    const source = shortReplay(server.source, 10, true);
    const write = numbered(clock, server);
    const options = { maxMessageBytes: 1_000 };
    write();
    const first = open(options, source);
    await clock.run(1_000);
    first.stream.disconnect();
    const second = open(options, source);
    await clock.run(1_000);
    clock.advance(1);
    server.write('x'.repeat(2_000));
    await clock.run(1_000);
    server.cut();
    write(12);
    await clock.run(10_000);
    await second.stream.fill();
    first.stream.connect();
    await clock.run(10_000);
    await first.stream.fill();
    await clock.run(1_000);
    const lines = Array.from({ length: 12 }, (_, at) => String(at + 2));
    for (const tab of [first, second]) expect(tab.shown()).toEqual(['0', 'gap oversize', ...lines]);
  });

  it.each(['id', 'count'] as const)(
    'are not told again of a line over the limit that they have read by themselves: by %s',
    async (identity) => {
      const { clock, server, open } = tabWorld({ identity, liveStart: 'now' });
      const first = open({ maxMessageBytes: 1_000 });
      await clock.run(100);
      const second = open({ maxMessageBytes: 1_000 });
      second.stream.disconnect();
      for (const message of ['0', '1', 'x'.repeat(2_000)]) {
        clock.advance(1);
        server.write(message);
      }
      await second.stream.loadOlder(2);
      expect(second.shown()).toEqual(['1', 'gap oversize']);
      second.stream.connect();
      await clock.run(10_000);
      server.write('2');
      await clock.run(10_000);
      expect(second.shown()).toEqual(['1', 'gap oversize', '2']);
      expect(first.shown()).toEqual(['0', '1', 'gap oversize', '2']);
    },
  );

  it('show no gap that another tab has before their first line', async () => {
    const { clock, server, open } = tabWorld({ ...IDS, ring: 2 });
    const first = open();
    await clock.run(100);
    first.tab.freeze();
    numbered(clock, server)(3);
    first.tab.thaw();
    await clock.run(10_000);
    expect(first.shown()).toEqual(['gap evicted', '1', '2']);
    const second = open();
    second.stream.disconnect();
    await second.stream.loadOlder(1);
    server.refuseRows();
    second.stream.connect();
    await clock.run(10_000);
    server.write('3');
    await clock.run(10_000);
    expect(second.shown()).toEqual(['2', '3']);
  });

  it('show a gap in every tab', async () => {
    const { clock, server, open } = tabWorld({ ...COUNTED, ring: 2 });
    const first = open();
    await clock.run(100);
    const second = open();
    server.write('1');
    await clock.run(10_000);
    server.cut();
    for (const word of ['2', '3', '4', '5']) server.write(word);
    await clock.run(60_000);
    const third = open();
    await clock.run(1_000);
    for (const tab of [first, second, third]) expect(tab.shown()).toEqual(['1', 'gap evicted', '4', '5']);
  });

  it('close a gap in which nothing is missing, although they hear of the line after it only later', async () => {
    let latency = 1;
    const { clock, server, open } = tabWorld(IDS, dice(1), () => latency);
    server.write('0');
    const first = open();
    await clock.run(10_000);
    const second = open();
    first.stream.on('gap', () => (latency = 50));
    await clock.run(1_000);
    server.cut();
    const restDown = server.refuseRows();
    await clock.run(1_000);
    server.write('1');
    for (let ms = 0; ms < 10_000 && first.shown().length < 3; ms += 10) await clock.run(10);
    expect(first.shown()).toEqual(['0', 'gap outage', '1']);
    restDown();
    await clock.run(60_000);
    for (const tab of [first, second]) expect(tab.shown()).toEqual(['0', '1']);
  });

  it('try again to fill a gap when they connect again', async () => {
    const { clock, server, first, second, restDown } = await tabsWithGap();
    second.stream.disconnect();
    restDown();
    await clock.run(60_000);
    second.stream.connect();
    await clock.run(1_000);
    server.write('3');
    await clock.run(1_000);
    for (const tab of [first, second]) expect(tab.shown()).toEqual(['0', '1', '2', '3']);
  });

  it('fill the gap of a leader that is frozen before they continue', async () => {
    const { clock, first, second, restDown } = await tabsWithGap();
    first.tab.freeze();
    restDown();
    await clock.run(20_000);
    expect(second.shown()).toEqual(['0', '1', '2']);
  });

  it.each([
    [IDS, 'cut', ['0', '1', '2', '3']],
    [IDS, 'restart', ['0', 'gap outage', '1', '2', '3']],
    [COUNTED, 'cut', ['0', '1', '2', '3']],
    [COUNTED, 'restart', ['0', 'gap outage', '1', '2', '3']],
  ] as const)(
    'place what the tab that led meanwhile has in the gap of a leader that was frozen: %o after a %s',
    async (kind, fault, expected) => {
      const { clock, server, open } = tabWorld(kind, dice(1), () => 50);
      server.write('0');
      const first = open();
      await clock.run(2_000);
      server[fault]();
      const restDown = server.refuseRows();
      server.write('1');
      await clock.run(2_000);
      server.write('2');
      server.write('3');
      for (let ms = 0; ms < 10_000 && first.shown().length < 4; ms += 10) await clock.run(10);
      expect(first.shown()).toEqual(['0', 'gap outage', '2', '3']);
      const second = open();
      first.tab.freeze();
      await clock.run(500);
      first.tab.thaw();
      await clock.run(500);
      restDown();
      await clock.run(20_000);
      expect(first.shown()).toEqual(expected);
      const { ledger } = first.stream.getSnapshot();
      expect(ledger).toMatchObject({ stored: 4, gaps: expected.length - 4 });
      expect(ledger.received).toBe(ledger.stored + ledger.duplicates);
      second.stream.dispose();
    },
  );

  it('fill the gap that they have from a leader that was frozen before they could follow it', async () => {
    const { clock, server, open } = tabWorld(IDS, dice(1), () => 50);
    server.write('0');
    const first = open();
    await clock.run(2_000);
    server.cut();
    const restDown = server.refuseRows();
    server.write('1');
    await clock.run(2_000);
    server.write('2');
    for (let ms = 0; ms < 10_000 && first.shown().length < 3; ms += 10) await clock.run(10);
    expect(first.shown()).toEqual(['0', 'gap outage', '2']);
    const second = open();
    await clock.run(30);
    first.tab.freeze();
    restDown();
    first.tab.thaw();
    await clock.run(20_000);
    for (const { shown } of [first, second]) expect(shown()).toEqual(['0', '1', '2']);
  });

  it.each(['id', 'count'] as const)(
    'place what their leader has placed in a gap, also if they were opened later: by %s',
    async (identity) => {
      const { clock, server, open } = tabWorld({ identity, liveStart: 'now', ring: 5, pageRows: 3 });
      const write = numbered(clock, server);
      write();
      const options = { history: 20 };
      const first = open(options);
      await clock.run(100);
      const second = open(options);
      await clock.run(100);
      const restDown = server.refuseRows();
      server.cut();
      await clock.run(10);
      first.stream.retryNow();
      await clock.run(100);
      write(3);
      await clock.run(0);
      const goOn = server.stall(0);
      write(6);
      restDown();
      await clock.run(5_000);
      const third = open(options);
      await clock.run(1_000);
      const looped: string[] = [];
      void (async () => {
        for await (const item of second.stream) looped.push(item.kind === 'log' ? item.message : item.kind);
      })();
      await clock.run(20_000);
      const all = [first, second, third];
      for (const { shown } of all)
        expect(shown()).toEqual(['0', 'gap evicted', '1', '2', '3', 'gap evicted', '5', '6', '7', '8', '9']);
      goOn();
      await clock.run(1_000);
      for (const { shown, stream } of all) {
        expect(shown()).toEqual(['0', 'gap evicted', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
        const { ledger } = stream.getSnapshot();
        expect(ledger).toMatchObject({ stored: 10, dropped: 0, gaps: 1 });
        expect(ledger.received).toBe(ledger.stored + ledger.duplicates);
      }
      expect(looped.slice(-1)).toEqual(['4']);
      // The next leader continues after all of them.
      first.tab.crash();
      write();
      await clock.run(10_000);
      write();
      await clock.run(1_000);
      for (const { shown } of [second, third]) expect(shown().slice(-3)).toEqual(['9', '10', '11']);
      const late = open(options);
      await clock.run(1_000);
      expect(late.shown()).toEqual(second.shown());
    },
  );

  it('show a gap for the start of a log that they had seen empty, if it was missed as their leader crashed', async () => {
    const { clock, server, open } = tabWorld({ ...COUNTED, ring: 3 });
    const first = open();
    await clock.run(1_000);
    const second = open();
    await clock.run(10_000);
    first.tab.crash();
    for (const message of ['1', '2', '3', '4']) server.write(message);
    await clock.run(60_000);
    expect(second.shown()).toEqual(['gap evicted', '2', '3', '4']);
  });

  it('give up the gap of a leader once it has left its buffer', async () => {
    const { clock, server, open } = tabWorld(IDS, dice(1), () => 50);
    server.write('0');
    const first = open({ bufferLines: 3 });
    await clock.run(100);
    clock.advance(2_000);
    server.restart();
    const rowsUp = server.refuseRows();
    await clock.run(2_700);
    for (let line = 1; line <= 30; line++) {
      clock.advance(1);
      server.write(String(line));
    }
    await clock.run(1_000);
    const second = open({ bufferLines: 3 });
    first.tab.freeze();
    first.tab.thaw();
    rowsUp();
    await clock.run(60_000);
    server.write('31');
    await clock.run(1_000);
    expect([first, second].map((tab) => tab.shown())).toEqual([
      ['29', '30', '31'],
      ['29', '30', '31'],
    ]);
  });
});
