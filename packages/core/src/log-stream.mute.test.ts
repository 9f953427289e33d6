/** A service whose WebSocket is accepted and then brings nothing: by a proxy that forwards nothing, or because there is nothing. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { containers } from './backends/containers.js';
import { createLogStream } from './log-stream.js';
import type { LogStreamOptions } from './options.js';
import { textsOf } from './testing/simulated-stream.js';
import { createVirtualClock, settle, type VirtualClock } from './testing/virtual-clock.js';

const { setTimeout: later } = globalThis;
beforeEach(() => {
  // reconnecting-websocket sets timers of 0 ms, which are not on the clock.
  vi.stubGlobal('setTimeout', (task: () => void, ms = 0) => (ms > 0 ? later(task, ms) : setImmediate(task)));
});
afterEach(() => void vi.unstubAllGlobals());

/** Rounds of the event loop until a socket is open and what it brings is read. */
const ROUNDS = 4;

/** A WebSocket that opens and, if it is not mute, replays and follows. */
class Socket extends EventTarget {
  static readonly CLOSING = 2;
  readonly CLOSED = 3;
  readyState = 0;
  binaryType = 'blob';
  constructor() {
    super();
    queueMicrotask(() => {
      this.readyState = 1;
      this.dispatchEvent(new Event('open'));
      this.opened();
    });
  }
  opened(): void {}
  say(content: string): void {
    const data = JSON.stringify({ type: 'log', service: 's', content });
    this.dispatchEvent(Object.assign(new Event('message'), { data }));
  }
  close(): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    queueMicrotask(() => this.dispatchEvent(Object.assign(new Event('close'), { code: 1000, reason: '' })));
  }
}

const stamp = (clock: VirtualClock): string => `${new Date(clock.now()).toISOString().slice(0, -1)}000000Z`;

function service(options: LogStreamOptions = {}) {
  const clock = createVirtualClock(undefined, ROUNDS);
  const logs: string[] = [];
  const world = { logs, isMute: true, reads: 0, sockets: [] as Socket[] };
  const fetch = (async (input: string) => {
    world.reads += 1;
    const tail = Number(new URL(input).searchParams.get('tail'));
    return Response.json({ logs: logs.slice(-tail), service: 's', count: logs.length });
  }) as typeof globalThis.fetch;
  const WebSocket = class extends Socket {
    constructor() {
      super();
      world.sockets.push(this);
    }
    override opened(): void {
      if (!world.isMute) for (const line of logs) this.say(line);
    }
  } as unknown as typeof globalThis.WebSocket;
  const source = containers({ baseUrl: 'http://mute.test', token: 'a token' }).service('s');
  const stream = createLogStream(source, { clock, fetch, WebSocket, random: () => 0.5, ...options });
  const errors: string[] = [];
  stream.on('error', ({ kind }) => void errors.push(kind));
  return {
    clock,
    stream,
    world,
    errors,
    shown: () => textsOf(stream.getSnapshot().items),
    write(text: string): void {
      const line = `${stamp(clock)} ${text}`;
      logs.push(line);
      if (!world.isMute) for (const socket of world.sockets) if (socket.readyState === 1) socket.say(line);
    },
  };
}

it('is polled if REST has lines that it should have replayed', async () => {
  const { clock, stream, errors, shown, write } = service();
  write('1');
  stream.connect();
  await clock.run(13_000);
  expect(stream.getSnapshot().status).toBe('polling');
  expect(errors).toEqual(['stalled']);
  write('2');
  await clock.run(2_500);
  expect(shown()).toEqual(['1', '2']);
  stream.dispose();
  await clock.run(2_000);
  expect(clock.pending).toBe(0);
});

it('is polled if it became mute after a while, and is live again once it is not', async () => {
  const { clock, stream, world, shown, write } = service();
  world.isMute = false;
  write('1');
  stream.connect();
  await clock.run(1_000);
  expect(shown()).toEqual(['1']);
  world.isMute = true;
  write('2');
  // It stalls, and the next one does not bring the line either.
  await clock.run(70_000);
  expect(stream.getSnapshot().status).toBe('polling');
  expect(shown()).toEqual(['1', '2']);
  world.isMute = false;
  for (let at = 3; at < 60; at++) {
    write(String(at));
    await clock.run(10_000);
    expect(shown().at(-1)).toBe(String(at));
  }
  expect(stream.getSnapshot()).toMatchObject({ status: 'live', ledger: { gaps: 0 } });
  expect(shown()).toHaveLength(59);
  stream.dispose();
});

it('shows no existing line without history, and each that was written after it connected', async () => {
  const { clock, stream, shown, write } = service({ history: 0 });
  write('1');
  write('2');
  stream.connect();
  await clock.run(2_000);
  write('3');
  await clock.run(12_000);
  expect(stream.getSnapshot().status).toBe('polling');
  write('4');
  await clock.run(2_500);
  expect(shown()).toEqual(['3', '4']);
  await stream.loadOlder();
  expect(shown()).toEqual(['1', '2', '3', '4']);
  stream.dispose();
});

it('stays open if there is nothing to replay, and if REST does not answer', async () => {
  const { clock, stream, errors, world, shown, write } = service();
  stream.connect();
  await clock.run(20_000);
  expect(world.reads).toBe(1);
  expect(stream.getSnapshot().status).toBe('live');
  world.isMute = false;
  write('1');
  await settle();
  expect(shown()).toEqual(['1']);
  expect(errors).toEqual([]);
  stream.dispose();
  const offline = service({ fetch: () => Promise.reject(new TypeError('down')) });
  offline.write('1');
  offline.stream.connect();
  await offline.clock.run(20_000);
  expect(offline.stream.getSnapshot().status).toBe('live');
  expect(offline.errors).toEqual([]);
  offline.stream.dispose();
});

it('is asked about only while it has brought nothing', async () => {
  const { clock, stream, world, write } = service();
  world.isMute = false;
  write('1');
  stream.connect();
  await clock.run(40_000);
  expect(world.reads).toBe(0);
  expect(stream.getSnapshot().status).toBe('live');
  stream.dispose();
});

it('stays open if it merely replays nothing, and all lines are shown', async () => {
  const { clock, stream, world, errors, write } = service();
  world.isMute = false;
  write('1');
  stream.connect();
  await clock.run(1_000);
  world.isMute = true;
  // It is opened anew after each silence.
  await clock.run(200_000);
  expect(world.sockets.length).toBeGreaterThan(3);
  expect(world.reads).toBeGreaterThan(2);
  expect(stream.getSnapshot().status).toBe('live');
  expect(new Set(errors)).toEqual(new Set(['stalled']));
  stream.dispose();
});
