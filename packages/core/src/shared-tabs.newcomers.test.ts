/** What a tab begins with when it shares the connection of others. */
import { describe, expect, it } from 'vitest';
import { numbered } from './testing/numbered.js';
import { COUNTED } from './testing/server-kinds.js';
import { tabWorld } from './testing/tab-world.js';

describe('streams that join others', () => {
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
      numbered(clock, server)(3);
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

  it('show a newcomer no more than it requests, and whether there is more', async () => {
    const { clock, server, open } = tabWorld(COUNTED);
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
    const { clock, server, open } = tabWorld(COUNTED);
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
    const { clock, server, open } = tabWorld(COUNTED);
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
    const { clock, server, open } = tabWorld({ ...COUNTED, replay: true });
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

  it('accept a resumed stream without repeating its lines', async () => {
    const { clock, server, open } = tabWorld(COUNTED);
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
    const { clock, server, open } = tabWorld(COUNTED);
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
});
