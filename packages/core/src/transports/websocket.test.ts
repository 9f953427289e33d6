import { channel } from 'node:diagnostics_channel';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { WebSocket as WsPackage } from 'ws';
import { createVirtualClock, settle } from '../testing/virtual-clock.js';
import { startWebSocketPeer } from './testing/websocket-peer.js';
import { deferred } from './testing/peer.js';
import { realEnvironment, record } from './testing/record.js';
import { webSocketTransport } from './websocket.js';

const classes = {
  'of the host': globalThis.WebSocket,
  'of the ws package': WsPackage as unknown as typeof globalThis.WebSocket,
};

let peer: Awaited<ReturnType<typeof startWebSocketPeer>>;
beforeEach(async () => {
  peer = await startWebSocketPeer();
});
afterEach(() => peer.stop());

describe.each(Object.entries(classes))('webSocketTransport with the WebSocket %s', (name, WebSocket) => {
  it.each([
    [1000, undefined, undefined],
    [1001, 'disconnected', true],
    [1008, 'rejected', false],
    [1011, 'disconnected', true],
    [4001, 'unauthorized', false],
    [4000, 'rejected', false],
    [4499, 'rejected', false],
    [4500, 'disconnected', true],
  ] as const)('takes close code %i for what it is', async (code, kind, retryable) => {
    const recording = record(webSocketTransport, peer.url('?token=geheim'), { WebSocket });
    const socket = await peer.nextSocket();
    socket.send('last');
    socket.close(code, 'because');
    const { error } = await recording.until('ended');
    expect(error?.kind).toBe(kind);
    if (kind) {
      expect(error).toMatchObject({ retryable, status: code });
      expect(error?.message).toContain('because');
      expect(error?.message).not.toContain('geheim');
    }
    expect(recording.data).toEqual(['last']);
  });

  it('treats a close without a code as clean', async () => {
    const recording = record(webSocketTransport, peer.url(), { WebSocket });
    (await peer.nextSocket()).close();
    expect((await recording.until('ended')).error).toBeUndefined();
  });

  it('reports the true close code of a broken connection', async () => {
    const recording = record(webSocketTransport, peer.url(), { WebSocket });
    (await peer.nextSocket()).terminate();
    expect((await recording.until('ended')).error).toMatchObject({
      kind: 'disconnected',
      retryable: true,
      status: 1006,
    });
  });

  it('reports that a socket never opened', async () => {
    peer.refuse(403);
    const recording = record(webSocketTransport, peer.url('?token=geheim'), { WebSocket });
    const { error } = await recording.until('ended');
    if (name === 'of the ws package') expect(error).toMatchObject({ kind: 'forbidden', status: 403 });
    else expect(error).toMatchObject({ kind: 'network', retryable: true });
    expect(`${error?.message}${String(error?.cause)}`).not.toContain('geheim');
  });

  it('ends with a retryable error if a proxy does not support WebSockets', async () => {
    peer.refuse(400);
    const { error } = await record(webSocketTransport, peer.url(), { WebSocket }).until('ended');
    expect(error).toMatchObject({ kind: 'network', retryable: true });
  });

  it('reads text and binary messages in order', async () => {
    const recording = record(webSocketTransport, peer.url(), { WebSocket });
    const socket = await peer.nextSocket();
    for (let n = 0; n < 50; n++) socket.send(n % 2 ? `ü${n}` : Buffer.from(`ü${n}`));
    socket.close(1000);
    await recording.until('ended');
    expect(recording.data).toEqual(Array.from({ length: 50 }, (_, n) => `ü${n}`));
  });

  it('makes only one attempt', async () => {
    const recording = record(webSocketTransport, peer.url(), { WebSocket });
    (await peer.nextSocket()).terminate();
    await recording.until('ended');
    const second = record(webSocketTransport, peer.url(), { WebSocket });
    (await peer.nextSocket()).close(1000); // if the first socket had retried, this would be its retry
    await second.until('ended');
    expect(recording.heard.filter(({ type }) => type === 'opened')).toHaveLength(1);
  });
});

/** A WebSocket that the test controls. */
class FakeSocket extends EventTarget {
  static readonly CLOSING = 2;
  static last: FakeSocket;
  readonly CLOSED = 3;
  readyState = 1;
  binaryType = '';
  constructor(readonly url: string) {
    super();
    FakeSocket.last = this;
    queueMicrotask(() => this.dispatchEvent(new Event('open')));
  }
  receive(data: unknown): void {
    this.dispatchEvent(new MessageEvent('message', { data }));
  }
  close(code = 1000): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event('close'), { code, reason: '' }));
  }
}
const fake = FakeSocket as unknown as typeof globalThis.WebSocket;

describe('webSocketTransport', () => {
  it('converts http to ws and leaves the fragment out', async () => {
    const recording = record(webSocketTransport, 'https://host.example/a?b=c#d', { WebSocket: fake });
    await recording.until('opened');
    expect(FakeSocket.last.url).toBe('wss://host.example/a?b=c');
    recording.close();
  });

  it('keeps the order up to the end if the host only delivers Blobs', async () => {
    const recording = record(webSocketTransport, 'http://host.example/', {
      WebSocket: fake,
      maxMessageBytes: 10,
    });
    await recording.until('opened');
    const socket = FakeSocket.last;
    socket.receive(new Blob(['first']));
    socket.receive('second');
    socket.receive(new TextEncoder().encode('third'));
    socket.receive(new Blob(['far too long for it']));
    socket.receive(new TextEncoder().encode('also too long').buffer);
    socket.receive(new Blob(['just short']));
    socket.receive(new TextEncoder().encode('short, too').buffer);
    socket.receive(new Blob(['last']));
    socket.close(1001);
    await recording.until('ended');
    expect(recording.heard.map((one) => (one.type === 'frame' ? one.data : one.type))).toEqual([
      'opened',
      'first',
      'second',
      'third',
      'oversize',
      'oversize',
      'just short',
      'short, too',
      'last',
      'ended',
    ]);
  });

  it('ends with a retryable error if a message cannot be read, without those after it', async () => {
    const recording = record(webSocketTransport, 'http://host.example/', { WebSocket: fake });
    await recording.until('opened');
    FakeSocket.last.receive('first');
    const blob = Object.assign(new Blob(['lost']), { text: () => Promise.reject(new Error('gone')) });
    FakeSocket.last.receive(blob);
    FakeSocket.last.receive('after');
    const { error } = await recording.until('ended');
    expect(error).toMatchObject({ kind: 'network', retryable: true });
    expect(recording.data).not.toContain('after');
  });

  it('passes on the messages of one turn together', async () => {
    const batches: number[] = [];
    const opened = deferred<void>();
    const connection = webSocketTransport.open(
      { url: 'http://host.example/', headers: {} },
      {
        opened: () => opened.resolve(),
        activity: () => undefined,
        frames: (frames) => void batches.push(frames.length),
        oversize: () => undefined,
        retryDelay: () => undefined,
        ended: () => undefined,
      },
      realEnvironment({ WebSocket: fake }),
    );
    await opened.promise;
    for (let n = 0; n < 100; n++) FakeSocket.last.receive(String(n));
    await expect.poll(() => batches).toEqual([100]);
    // A flood comes in slices, so that not all of it is alive together.
    batches.length = 0;
    for (let n = 0; n < 100; n++) FakeSocket.last.receive('x'.repeat(2_000));
    await expect.poll(() => batches.reduce((sum, size) => sum + size, 0)).toBe(100);
    expect(batches).toEqual([33, 33, 33, 1]);
    connection.close();
  });

  it("says why it did not open, if only the error event's message tells", async () => {
    class Refused extends FakeSocket {
      constructor(url: string) {
        super(url);
        this.readyState = 0;
        queueMicrotask(() => {
          const message = 'Unexpected server response: 401';
          this.dispatchEvent(Object.assign(new Event('error'), { message }));
          super.close(1006);
        });
      }
      override dispatchEvent(event: Event): boolean {
        return event.type === 'open' || super.dispatchEvent(event);
      }
    }
    const WebSocket = Refused as unknown as typeof globalThis.WebSocket;
    const { error } = await record(webSocketTransport, 'http://host.example/', { WebSocket }).until('ended');
    expect(error).toMatchObject({ kind: 'unauthorized', status: 401 });
  });

  it('has no limit for how long it may be open, only for opening', async () => {
    const clock = createVirtualClock();
    const recording = record(webSocketTransport, 'http://host.example/', {
      WebSocket: fake,
      clock,
      connectTimeout: 1_000,
    });
    await recording.until('opened');
    await clock.run(10_000);
    FakeSocket.last.receive('still open');
    await settle();
    expect(recording.data).toEqual(['still open']);
    expect(recording.heard.map(({ type }) => type)).not.toContain('ended');
    FakeSocket.last.close();
    await recording.until('ended');
    expect(clock.pending).toBe(0);
  });

  it('leaves nothing behind if it is closed before it opened', () => {
    const clock = createVirtualClock();
    record(webSocketTransport, 'http://host.example/', { WebSocket: fake, clock }).close();
    expect(clock.pending).toBe(0);
    expect(channel('undici:websocket:open').hasSubscribers).toBe(false);
  });

  it('is given up even if its class refuses to close it', async () => {
    class Stubborn extends FakeSocket {
      override close(): never {
        throw new Error('oops');
      }
    }
    const clock = createVirtualClock();
    const WebSocket = Stubborn as unknown as typeof globalThis.WebSocket;
    const recording = record(webSocketTransport, 'http://host.example/', { WebSocket, clock });
    await recording.until('opened');
    recording.close();
    await clock.run(2_000);
    FakeSocket.last.receive('late');
    await settle();
    expect([recording.data, clock.pending]).toEqual([[], 0]);
  });

  it('is cut off if the server does not answer the close within a second', async () => {
    const terminate = vi.fn();
    class Stuck extends FakeSocket {
      terminate = terminate;
      override close(): void {
        this.readyState = 2;
      }
    }
    const clock = createVirtualClock();
    const open = async () => {
      const WebSocket = Stuck as unknown as typeof globalThis.WebSocket;
      const recording = record(webSocketTransport, 'http://host.example/', { WebSocket, clock });
      await recording.until('opened');
      return recording;
    };
    (await open()).close();
    await clock.run(900);
    expect(terminate).not.toHaveBeenCalled();
    await clock.run(200);
    expect(terminate).toHaveBeenCalledTimes(1);
    (await open()).close();
    await clock.run(900);
    FakeSocket.prototype.close.call(FakeSocket.last);
    expect(clock.pending).toBe(0);
    await clock.run(10_000);
    expect(terminate).toHaveBeenCalledTimes(1);
  });

  it('says what to do if there is no WebSocket', async () => {
    const { error } = await record(webSocketTransport, peer.url(), { WebSocket: undefined }).until('ended');
    expect(error).toMatchObject({ kind: 'unsupported', retryable: false });
    expect(error?.message).toContain('options.WebSocket');
    const closed = record(webSocketTransport, peer.url(), { WebSocket: undefined });
    closed.close();
    await settle();
    expect(closed.heard).toEqual([]);
  });

  it('survives a host that refuses to construct one, and does not reveal the URL', async () => {
    const Refusing = class {
      static readonly CLOSING = 2;
      constructor(url: string) {
        throw new DOMException(`insecure: ${url}`, 'SecurityError');
      }
    } as unknown as typeof globalThis.WebSocket;
    const { error } = await record(webSocketTransport, peer.url('?token=geheim'), {
      WebSocket: Refusing,
    }).until('ended');
    expect(error).toMatchObject({ kind: 'invalid-argument', retryable: false });
    expect(error?.message).toContain('SecurityError');
    expect(`${error?.message}${String(error?.cause)}`).not.toContain('geheim');
  });
});
