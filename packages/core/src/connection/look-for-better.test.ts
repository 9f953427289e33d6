import { afterEach, expect, it, vi } from 'vitest';
import { codespace } from '../backends/codespace.js';
import type { LogSource, TransportName } from '../backends/source.js';
import { LogStreamError } from '../errors.js';
import { resolveOptions } from '../options.js';
import { createVirtualClock, settle } from '../testing/virtual-clock.js';
import { takeStreamSlot } from '../transports/stream-slots.js';
import type { TransportSink } from '../transports/transport.js';
import type { Attempt } from './attempt.js';
import type { Asked } from './beside.js';
import { lookForBetter } from './look-for-better.js';

afterEach(() => void vi.unstubAllGlobals());

const MINUTE = 60_000;

const at = (baseUrl: string): LogSource => codespace({ baseUrl }).task('t');

/** A stream that polls, although its server has WebSockets and event streams. `answer` says what becomes of one that is opened. */
function poll(answer: (name: TransportName, sink: TransportSink) => void, remembered: Partial<Asked> = {}) {
  const clock = createVirtualClock();
  /** In order. */
  const opened: TransportName[] = [];
  const open = new Set<TransportName>();
  const dispatch = vi.fn<Asked['dispatch']>();
  const asked: Asked = {
    source: at('http://looks.test'),
    options: resolveOptions({ clock }),
    host: { cursor: () => undefined },
    transports: ['websocket', 'sse', 'polling'],
    async open(name, { undos }, begin) {
      opened.push(name);
      open.add(name);
      undos.push(() => open.delete(name));
      answer(name, begin({ url: '', token: 'none' }));
    },
    dispatch,
    overtaken: () => undefined,
    ...remembered,
  };
  const undos: (() => void)[] = [];
  const attempt: Attempt = { generation: 1, abort: new AbortController(), undos, heard: 0, greeting: 0 };
  const done = lookForBetter(asked, attempt, 'polling');
  return {
    clock,
    asked,
    opened,
    open,
    dispatch,
    /** Ends the look with the fallback. */
    async end() {
      for (const undo of undos) undo();
      await done;
      expect([open.size, clock.pending]).toEqual([0, 0]);
    },
  };
}

const refuse = (_name: TransportName, sink: TransportSink): void =>
  sink.ended(new LogStreamError('network', 'down'));
const silent = (_name: TransportName, sink: TransportSink): void => sink.opened();

it('looks at every better transport, the best one first, and at none twice at a time', async () => {
  const { clock, opened, open, dispatch, end } = poll(refuse);
  await clock.run(6_000);
  expect(opened).toEqual(['websocket', 'sse']);
  expect(open.size).toBe(0);
  await clock.run(6 * MINUTE);
  expect(opened).toEqual(['websocket', 'sse', 'websocket', 'sse']);
  expect(dispatch).not.toHaveBeenCalled();
  await end();
});

it('changes to the first one that gets through, once its look is closed', async () => {
  const through = (name: TransportName, sink: TransportSink): void =>
    name === 'sse' ? (sink.opened(), sink.activity()) : refuse(name, sink);
  const { clock, open, dispatch, end } = poll(through);
  dispatch.mockImplementation(() => expect(open.size).toBe(0));
  await clock.run(6_000);
  expect(dispatch.mock.calls).toEqual([[{ type: 'upgrade', to: 'sse' }]]);
  await clock.run(60 * MINUTE);
  expect(dispatch).toHaveBeenCalledTimes(1);
  await end();
});

it('takes one that opens and stays so for one that gets through, unless one was held back', async () => {
  const trusting = poll(silent);
  await trusting.clock.run(7_000);
  expect(trusting.dispatch).toHaveBeenCalledTimes(1);
  await trusting.end();
  const wary = poll(silent, { blockedBy: 'stalled' });
  await wary.clock.run(8 * MINUTE);
  expect(wary.opened).toEqual(['websocket', 'sse']);
  expect(wary.dispatch).not.toHaveBeenCalled();
  await wary.end();
});

it('goes on with the next one if one cannot be opened, and again after one of which nothing is heard', async () => {
  const { clock, opened, end } = poll(() => {
    throw new LogStreamError('token', 'The token function threw.');
  });
  await clock.run(6_000);
  expect(opened).toEqual(['websocket', 'sse']);
  await clock.run(6 * MINUTE);
  expect(opened).toHaveLength(4);
  await end();
});

it('ends while it waits, and while one is open', async () => {
  const waits = poll(silent);
  await waits.end();
  const looks = poll(silent);
  await looks.clock.run(5_500);
  expect(looks.open.size).toBe(1);
  await looks.end();
  expect(looks.dispatch).not.toHaveBeenCalled();
});

it('looks sooner if the network or the user is back, but not all the time', async () => {
  const { clock, asked, opened, end } = poll(refuse, {
    blockedBy: 'not-found',
    transports: ['sse', 'polling'],
  });
  await clock.run(6 * MINUTE);
  expect(opened).toHaveLength(1);
  asked.awake?.();
  await settle();
  expect(opened).toHaveLength(1);
  await clock.run(5 * MINUTE);
  asked.awake?.();
  await settle();
  expect(opened).toHaveLength(2);
  await end();
});

it('goes on where it was if the better transport has failed soon, and looks soon if only the fallback was interrupted', async () => {
  const first = poll(refuse, { transports: ['sse', 'polling'] });
  await first.clock.run(20 * MINUTE);
  await first.end();
  const { plan } = first.asked;
  expect(plan?.delay).toBe(20 * MINUTE);
  const kept: Partial<Asked> = { transports: ['sse', 'polling'], ...(plan ? { plan } : {}) };
  const next = poll(refuse, { ...kept, bestAt: createVirtualClock().now() });
  await next.clock.run(19 * MINUTE);
  expect(next.opened).toEqual([]);
  await next.clock.run(2 * MINUTE);
  expect(next.opened).toEqual(['sse']);
  await next.end();
  const soon = poll(refuse, kept);
  await soon.clock.run(6_000);
  expect(soon.opened).toEqual(['sse']);
  await soon.end();
});

it('leaves the last connection of a browser to a stream that has none, unless it waits for one itself', async () => {
  vi.stubGlobal('document', {});
  const taken = await Promise.all([1, 2, 3, 4].map(() => takeStreamSlot('http://looks.test/')));
  const sse = { transports: ['sse', 'polling'] } as const;
  const busy = poll(silent, sse);
  await busy.clock.run(6_000);
  expect(busy.opened).toEqual([]);
  const waiting = poll(silent, { ...sse, blockedBy: 'unsupported' });
  await waiting.clock.run(6_000);
  expect(waiting.opened).toEqual(['sse']);
  await busy.end();
  await waiting.end();
  taken[0]?.();
  const free = poll(silent, sse);
  await free.clock.run(5_500);
  expect(free.open.size).toBe(1);
  // What it has taken so that one is left is free again as soon as it is open.
  expect(await takeStreamSlot('http://looks.test/')).toBeDefined();
  await free.end();
});

it('gives back what it has taken if it ended before it had it', async () => {
  vi.stubGlobal('document', {});
  let grant: () => Promise<void> | undefined = () => undefined;
  const request = (_name: string, _options: object, callback: (lock: object) => Promise<void>) =>
    new Promise((resolve) => {
      grant = () => {
        const held = callback({});
        resolve(held);
        return held;
      };
    });
  vi.stubGlobal('navigator', { locks: { request } });
  const { clock, opened, end } = poll(silent, { transports: ['sse', 'polling'] });
  await clock.run(6_000);
  await end();
  await grant();
  expect(opened).toEqual([]);
});
