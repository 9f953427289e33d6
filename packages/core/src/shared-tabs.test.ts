/** Streams in several tabs that share one connection, on a virtual clock. */
import { describe, expect, it, vi } from 'vitest';
import { dice } from './testing/dice.js';
import { numbered } from './testing/numbered.js';
import type { SimulatedServerOptions } from './testing/simulated-server.js';
import type { SimulatedTab } from './testing/simulated-tabs.js';
import { tabWorld, type Tab } from './testing/tab-world.js';

const byCount: SimulatedServerOptions = { identity: 'count', liveStart: 'now' };
const status = ({ stream }: Tab): string => stream.getSnapshot().status;

/** A leader and a follower, both with a gap that cannot be filled until REST is back. */
async function tabsWithGap() {
  const { clock, server, open } = tabWorld({ identity: 'id', liveStart: 'now' });
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

describe('streams that share tabs', () => {
  it('have one connection, and show the same lines', async () => {
    const { clock, server, open } = tabWorld(byCount);
    server.write('before');
    const first = open();
    await clock.run(100);
    const second = open();
    const third = open();
    await clock.run(100);
    server.write('after');
    await clock.run(100);
    expect(server.connections).toBe(1);
    for (const tab of [first, second, third]) {
      expect(tab.shown()).toEqual(['before', 'after']);
      expect(tab.stream.getSnapshot()).toMatchObject({
        status: 'live',
        transport: 'sse',
        ledger: { received: 2, stored: 2 },
      });
    }
  });

  it('do not count older lines that their leader reads as arrived', async () => {
    const { clock, server, open } = tabWorld(byCount);
    for (let n = 0; n < 30; n++) server.write(`before ${n}`);
    const recover = server.refuseRows();
    const first = open();
    const second = open();
    await clock.run(5_000);
    recover();
    await clock.run(60_000);
    for (const tab of [first, second]) expect(tab.shown()).toHaveLength(30);
    server.write('after');
    await clock.run(100);
    for (const tab of [first, second]) {
      expect(tab.shown()).toHaveLength(31);
      expect(tab.stream.getSnapshot().arrived).toBe(1);
    }
  });

  it.each(['id', 'count', 'align'] as const)(
    'do not count lines as arrived that were there before they were opened: by %s',
    async (identity) => {
      const { clock, server, open } = tabWorld({
        identity,
        liveStart: identity === 'align' ? 'tail' : 'now',
      });
      const first = open();
      await clock.run(2_000);
      for (let n = 0; n < 600; n++) server.write(`before ${n}`);
      await clock.run(1_000);
      const second = open();
      await clock.run(1_000);
      server.write('after');
      await clock.run(1_000);
      expect([first, second].map(({ stream }) => stream.getSnapshot().arrived)).toEqual([601, 1]);
      expect(second.shown()).toHaveLength(601);
    },
  );

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

  it.each([
    ['id', 'now'],
    ['count', 'now'],
    ['align', 'tail'],
  ] as const)(
    'show lines in order if they have read some before their leader has heard of any: by %s',
    async (identity, liveStart) => {
      const { clock, server, open } = tabWorld({ identity, liveStart });
      const first = open({ transport: 'polling' });
      await clock.run(100);
      const second = open({ transport: 'polling' });
      await clock.run(100);
      second.stream.disconnect();
      for (const message of ['0', '1', '2']) {
        clock.advance(1);
        server.write(message);
      }
      await second.stream.loadOlder(1);
      expect(second.shown()).toEqual(['2']);
      second.stream.connect();
      await clock.run(20_000);
      server.write('3');
      await clock.run(20_000);
      expect(second.shown()).toEqual(['2', '3']);
      expect(first.shown()).toEqual(['0', '1', '2', '3']);
    },
  );

  it('show no gap that another tab has before their first line', async () => {
    const { clock, server, open } = tabWorld({ identity: 'id', liveStart: 'now', ring: 2 });
    const first = open();
    await clock.run(100);
    first.tab.freeze();
    for (const message of ['0', '1', '2']) {
      clock.advance(1);
      server.write(message);
    }
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

  it('continue where a crashed leader was, with the lines written meanwhile', async () => {
    const { clock, server, open } = tabWorld(byCount);
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
    const { clock, server, open } = tabWorld({ ...byCount, ring: 1 }, dice(1), latency);
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
    const { clock, server, open } = tabWorld({ identity: 'id', liveStart: 'now' });
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

  it('leave no timer, lock or channel behind', async () => {
    const { clock, server, tabs, open } = tabWorld(byCount);
    const streams = [open(), open(), open()];
    server.write('1');
    await clock.run(1_000);
    // A page is shown after it was loaded, too.
    streams[1]?.tab.thaw();
    for (const { stream } of streams) stream.disconnect();
    await clock.run(100);
    expect(streams.map(status)).toEqual(['closed', 'closed', 'closed']);
    expect([tabs.locks, tabs.channels, server.connections, clock.pending]).toEqual([0, 0, 0, 0]);
    streams[1]?.stream.connect();
    server.write('2');
    await clock.run(10_000);
    expect(streams.map((tab) => tab.shown())).toEqual([['1'], ['1', '2'], ['1']]);
  });

  it('can be closed before they have heard of each other', async () => {
    const { clock, server, tabs, open } = tabWorld(byCount);
    const streams = [open(), open()];
    expect(streams.map(status)).toEqual(['connecting', 'connecting']);
    for (const { stream } of streams) stream.disconnect();
    await clock.run(100);
    expect(streams.map(status)).toEqual(['closed', 'closed']);
    expect([tabs.locks, tabs.channels, server.connections, clock.pending]).toEqual([0, 0, 0, 0]);
  });

  it('leave the page alone once they are closed', async () => {
    const { clock, server, tabs, open } = tabWorld(byCount);
    const listening = new Set<unknown>();
    const page = {
      addEventListener: (_type: string, listener: unknown) => listening.add(listener),
      removeEventListener: (_type: string, listener: unknown) => listening.delete(listener),
    };
    const { environment } = tabs.open(server.fetch);
    const { stream } = open({ tabs: { ...environment, page } });
    for (let time = 0; time < 2; time++) {
      stream.connect();
      await clock.run(100);
      expect(listening.size).toBeGreaterThan(0);
      stream.disconnect();
      expect(listening.size).toBe(0);
    }
  });

  it('hand over when they are frozen after they were closed in a frozen page and opened again', async () => {
    const { clock, server, tabs, open } = tabWorld(byCount);
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

  it('complete together, and then hold no resources', async () => {
    const { clock, server, tabs, open } = tabWorld(byCount);
    const streams = [open(), open()];
    await clock.run(1_000);
    server.write('1');
    server.complete();
    await clock.run(10_000);
    for (const { stream } of streams) stream.disconnect();
    expect(streams.map(status)).toEqual(['complete', 'complete']);
    const late = open();
    await clock.run(10_000);
    expect([...streams, late].map((tab) => tab.shown())).toEqual([['1'], ['1'], ['1']]);
    expect([tabs.locks, tabs.channels, clock.pending]).toEqual([0, 0, 0]);
  });

  it('take the end of the log from their leader, without a connection of their own', async () => {
    const { clock, server, open } = tabWorld(byCount, dice(1), () => 5);
    open();
    await clock.run(100);
    const fetch = vi.fn(server.fetch);
    const follower = open({ fetch });
    await clock.run(1_000);
    server.complete();
    await clock.run(10_000);
    expect(status(follower)).toBe('complete');
    expect(fetch).not.toHaveBeenCalled();
  });

  it('report that the leader is cut off, and pass on retryNow()', async () => {
    const { clock, server, open } = tabWorld(byCount);
    const options = { backoff: { floor: 30_000, base: 30_000 } };
    const leader = open(options);
    await clock.run(100);
    const follower = open(options);
    const errors: string[] = [];
    follower.stream.on('error', ({ kind }) => errors.push(kind));
    await clock.run(1_000);
    server.cut();
    await clock.run(100);
    expect(follower.stream.getSnapshot()).toMatchObject({
      status: 'reconnecting',
      error: { kind: 'network' },
    });
    server.write('missed');
    follower.stream.retryNow();
    await clock.run(1_000);
    expect([leader, follower].map(status)).toEqual(['live', 'live']);
    expect(follower.shown()).toEqual(['missed']);
    expect(errors).toEqual(['network']);
  });

  it('do not fail because one of them is not authorised', async () => {
    const { clock, server, open } = tabWorld(byCount);
    server.refuse(1, 403);
    const refused = open();
    const other = open();
    server.write('1');
    await clock.run(10_000);
    expect([refused, other].map(status)).toEqual(['failed', 'live']);
    expect(other.shown()).toEqual(['1']);
  });

  it('go on when their leader may no longer read the log', async () => {
    const { clock, server, open } = tabWorld(byCount);
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

  it('show a newcomer no more than it requests, and whether there is more', async () => {
    const { clock, server, open } = tabWorld(byCount);
    for (let at = 0; at < 5; at++) server.write(String(at));
    const options = { history: 3, bufferLines: 100 };
    const first = open(options);
    await clock.run(100);
    server.write('5');
    await clock.run(100);
    const second = open(options);
    await clock.run(100);
    expect(first.shown()).toEqual(['2', '3', '4', '5']);
    expect(second.shown()).toEqual(['3', '4', '5']);
    expect(second.stream.getSnapshot().history).toBe('more');
    // Lines that were not shown are still known: the newcomer continues without repeating them.
    first.tab.crash();
    server.write('6');
    await clock.run(10_000);
    expect(second.shown()).toEqual(['3', '4', '5', '6']);
  });

  it('know that the server has more than a newcomer requests, though their leader has the first line of the log', async () => {
    const { clock, server, open } = tabWorld(byCount);
    const options = { history: 3 };
    const first = open(options);
    await clock.run(100);
    for (let at = 0; at < 5; at++) server.write(String(at));
    const second = open(options);
    await clock.run(100);
    expect(second.shown()).toEqual(['2', '3', '4']);
    const history = [first, second].map(({ stream }) => stream.getSnapshot().history);
    expect(history).toEqual(['start', 'more']);
  });

  it('hear whether the server has more once their leader has been able to read', async () => {
    const { clock, server, open } = tabWorld(byCount);
    server.write('1');
    const restUp = server.refuseRows();
    const first = open();
    await clock.run(100);
    const second = open();
    await clock.run(1_000);
    restUp();
    await clock.run(60_000);
    expect(second.shown()).toEqual(['1']);
    expect(second.stream.getSnapshot().history).toBe('start');
    first.tab.crash();
    await clock.run(10_000);
    const third = open();
    await clock.run(1_000);
    expect(third.stream.getSnapshot().history).toBe('start');
  });

  it('let a newcomer without history miss nothing from its start on', async () => {
    const { clock, server, open } = tabWorld({ ...byCount, replay: true });
    server.write('old');
    const first = open({ history: 0 });
    await clock.run(100);
    const second = open({ history: 0 });
    await clock.run(100);
    first.tab.crash();
    server.write('new');
    await clock.run(10_000);
    expect(second.shown()).toEqual(['new']);
  });

  it('show a gap in every tab', async () => {
    const { clock, server, open } = tabWorld({ ...byCount, ring: 2 });
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
    const { clock, server, open } = tabWorld({ identity: 'id', liveStart: 'now' }, dice(1), () => latency);
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
    [{ identity: 'id', liveStart: 'now' } as const, 'cut', ['0', '1', '2', '3']],
    [{ identity: 'id', liveStart: 'now' } as const, 'restart', ['0', 'gap outage', '1', '2', '3']],
    [byCount, 'cut', ['0', '1', '2', '3']],
    [byCount, 'restart', ['0', 'gap outage', '1', '2', '3']],
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
    const { clock, server, open } = tabWorld({ identity: 'id', liveStart: 'now' }, dice(1), () => 50);
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
      const write = (...messages: readonly number[]): void => {
        for (const message of messages) {
          clock.advance(1);
          server.write(String(message));
        }
      };
      write(0);
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
      write(1, 2, 3);
      await clock.run(0);
      const goOn = server.stall(0);
      write(4, 5, 6, 7, 8, 9);
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
      write(10);
      await clock.run(10_000);
      write(11);
      await clock.run(1_000);
      for (const { shown } of [second, third]) expect(shown().slice(-3)).toEqual(['9', '10', '11']);
      const late = open(options);
      await clock.run(1_000);
      expect(late.shown()).toEqual(second.shown());
    },
  );

  it('report a payload that could not be decoded', async () => {
    const { clock, server, open } = tabWorld(byCount);
    const decode = server.source.decode.bind(server.source);
    Object.assign(server.source, {
      decode: (...args: Parameters<typeof decode>) =>
        args[0].data.includes('broken')
          ? [{ type: 'malformed', reason: 'broken', data: args[0].data }]
          : decode(...args),
    });
    open();
    await clock.run(100);
    const follower = open();
    const errors: string[] = [];
    follower.stream.on('error', (error) => errors.push(error.kind));
    await clock.run(100);
    server.write('broken');
    await clock.run(100);
    expect(errors).toEqual(['malformed']);
    expect(follower.stream.getSnapshot().ledger).toMatchObject({ received: 1, malformed: 1 });
  });

  it('hand over when the browser freezes the leader, which joins again later', async () => {
    const { clock, server, tabs, open } = tabWorld(byCount);
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
      const { clock, server, open } = tabWorld({ identity: 'align', liveStart: 'tail', tick: 3_600_000 });
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
    const { clock, server, open } = tabWorld(byCount, dice(1), () => 0);
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
    const { clock, server, open } = tabWorld(byCount);
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
    const { clock, server, open } = tabWorld(
      { identity: 'id', liveStart: 'now', ring: 8, pageRows: 3 },
      dice(1),
      () => 0,
    );
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

  it('show a gap for the start of a log that they had seen empty, if it was missed as their leader crashed', async () => {
    const { clock, server, open } = tabWorld({ ...byCount, ring: 3 });
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
    const { clock, server, open } = tabWorld({ identity: 'id', liveStart: 'now' }, dice(1), () => 50);
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

  it('have a new leader within a second, although another tab hangs and does not say what it has', async () => {
    const { clock, server, open } = tabWorld(byCount);
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
    const { clock, server, open } = tabWorld(byCount);
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

  it('accept a resumed stream without repeating its lines', async () => {
    const { clock, server, open } = tabWorld(byCount);
    const first = open();
    await clock.run(100);
    const before = open();
    for (const word of ['1', '2']) server.write(word);
    await clock.run(1_000);
    const resume = before.stream.resumeToken() ?? '';
    before.tab.crash();
    server.write('3');
    await clock.run(1_000);
    const after = open({ resume });
    await clock.run(1_000);
    server.write('4');
    await clock.run(1_000);
    expect(after.shown()).toEqual(['3', '4']);
    first.tab.crash();
    server.write('5');
    await clock.run(10_000);
    expect(after.shown()).toEqual(['3', '4', '5']);
  });

  it('know of the lines before those of a resumed stream, though their leader has the first line of the log', async () => {
    const { clock, server, open } = tabWorld(byCount);
    server.write('1');
    const first = open();
    await clock.run(1_000);
    const resume = first.stream.resumeToken() ?? '';
    const after = open({ resume });
    server.write('2');
    await clock.run(1_000);
    expect([first, after].map(({ stream }) => stream.getSnapshot().history)).toEqual(['start', 'more']);
    // Nor do those have the first line that begin with the lines of the resumed one.
    first.tab.crash();
    await clock.run(1_000);
    const late = open();
    await clock.run(1_000);
    expect(late.shown()).toEqual(['2']);
    expect(late.stream.getSnapshot().history).toBe('more');
  });

  it('share only if they show the same lines', async () => {
    const { clock, server, open } = tabWorld(byCount);
    for (const options of [
      {},
      {},
      { history: 5 },
      { since: '2026-01-01T00:00:00.000Z' },
      { shareTabs: 'somebody else' },
      { shareTabs: false },
    ])
      open(options);
    await clock.run(1_000);
    expect(server.connections).toBe(5);
  });

  it('never send a token', async () => {
    const { clock, server, tabs, open } = tabWorld(byCount);
    Object.assign(server.source, { token: 'very secret', key: 'the log' });
    open();
    open();
    server.write('1');
    await clock.run(1_000);
    server.cut();
    await clock.run(10_000);
    expect(tabs.said.length).toBeGreaterThan(3);
    expect(JSON.stringify(tabs.said)).not.toContain('secret');
  });

  it('give up only sharing if a line cannot be sent', async () => {
    const { clock, server, open } = tabWorld(byCount);
    const decode = server.source.decode.bind(server.source);
    Object.assign(server.source, {
      decode: (...args: Parameters<typeof decode>) =>
        decode(...args).map((signal) =>
          signal.type === 'line' ? { ...signal, line: { ...signal.line, raw: () => 1 } } : signal,
        ),
    });
    const both = [open(), open()];
    const errors: string[] = [];
    for (const { stream } of both) stream.on('error', (error) => errors.push(error.kind));
    await clock.run(1_000);
    server.write('1');
    await clock.run(10_000);
    server.write('2');
    await clock.run(10_000);
    expect(both.map((tab) => tab.shown())).toEqual([
      ['1', '2'],
      ['1', '2'],
    ]);
    expect(errors).toEqual(['unsupported', 'unsupported']);
    for (const { stream } of both) stream.disconnect();
    await clock.run(100);
    expect([server.connections, clock.pending]).toEqual([0, 0]);
  });
});

describe('tabs that cannot share', () => {
  const nothing = { BroadcastChannel: undefined as never, locks: undefined as never };

  it.each([
    [
      'locks are denied',
      (tab: SimulatedTab) => ({
        ...tab.environment,
        locks: {
          ...tab.environment.locks,
          request: () => Promise.reject(new DOMException('no', 'SecurityError')),
        },
      }),
    ],
    [
      'channels cannot be created',
      (tab: SimulatedTab) => ({ ...tab.environment, BroadcastChannel: nothing.BroadcastChannel }),
    ],
  ])('each have their own connection: %s', async (_name, restrict) => {
    const { clock, server, tabs, open } = tabWorld(byCount);
    const [first, second] = [0, 1].map(() => {
      const tab = tabs.open(server.fetch);
      return open({ tabs: restrict(tab) });
    }) as [Tab, Tab];
    await clock.run(100);
    server.write('1');
    await clock.run(100);
    expect(server.connections).toBe(2);
    for (const tab of [first, second]) {
      expect(tab.shown()).toEqual(['1']);
      expect(status(tab)).toBe('live');
      tab.stream.disconnect();
    }
    server.write('2');
    first.stream.connect();
    await clock.run(10_000);
    expect([first, second].map((tab) => tab.shown())).toEqual([['1', '2'], ['1']]);
    expect([first, second].map(status)).toEqual(['live', 'closed']);
    first.stream.disconnect();
    await clock.run(100);
    expect([tabs.locks, tabs.channels, server.connections, clock.pending]).toEqual([0, 0, 0, 0]);
  });
});
