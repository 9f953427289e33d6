import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createVirtualClock } from '../testing/virtual-clock.js';
import { peers } from './testing/peers.js';
import type { Peer } from './testing/peer.js';
import { realEnvironment, record } from './testing/record.js';
import { transports, type LiveTransportName } from './registry.js';

const TOKEN = 'secret-token-4711';

function hides(error: unknown): void {
  const shown = JSON.stringify(error, (_, value: unknown) =>
    value instanceof Error ? { message: value.message, stack: value.stack, cause: value.cause } : value,
  );
  expect(shown).not.toContain(TOKEN);
}

const all = await Promise.all(Object.values(transports).map((transport) => transport.load()));

describe.each(all)('the contract of the $name transport', (transport) => {
  let peer: Peer;
  beforeEach(async () => {
    peer = await peers[transport.name as LiveTransportName]();
  });
  afterEach(() => peer.stop());

  it('has its own name in the registry', () => {
    expect(transports[transport.name as LiveTransportName].here).toBe(transport);
  });

  it('passes on every payload in order, and reports activity', async () => {
    const recording = record(transport, peer.url());
    const client = await peer.next();
    const sent = Array.from({ length: 3_000 }, (_, n) => `{"n":${n}}`);
    for (let at = 0; at < sent.length; at += 100) client.send(...sent.slice(at, at + 100));
    client.end();
    expect(await recording.until('ended')).toEqual({ type: 'ended', error: undefined });
    expect(recording.data).toEqual(sent);
    expect(recording.heard[0]).toEqual({ type: 'opened' });
    expect(recording.activity()).toBeGreaterThan(0);
  });

  it('decodes characters that are split across two packets', async () => {
    const recording = record(transport, peer.url());
    const client = await peer.next();
    const payload = 'ü€😀';
    const wire = Buffer.byteLength(payload);
    for (let at = 1; at < wire; at++) await client.sendSplit(payload, at);
    client.end();
    await recording.until('ended');
    expect(recording.data).toEqual(Array.from({ length: wire - 1 }, () => payload));
  });

  it('skips an oversized payload, reports it in its place, and continues', async () => {
    const recording = record(transport, peer.url(), { maxMessageBytes: 1_000 });
    const client = await peer.next();
    client.send('before', 'x'.repeat(5_000), 'after', 'é'.repeat(501), 'y'.repeat(1_000), 'end');
    client.end();
    await recording.until('ended');
    expect(recording.heard.map((one) => (one.type === 'frame' ? one.data.slice(0, 6) : one.type))).toEqual([
      'opened',
      'before',
      'oversize',
      'after',
      'oversize',
      'yyyyyy',
      'end',
      'ended',
    ]);
  });

  it('ends with a retryable error if the connection is reset', async () => {
    const recording = record(transport, peer.url(`?token=${TOKEN}`));
    const client = await peer.next();
    client.send('one');
    await recording.until('frame');
    client.reset();
    const { error } = await recording.until('ended');
    expect(error?.retryable).toBe(true);
    expect(['network', 'disconnected']).toContain(error?.kind);
    hides(error);
  });

  it('ends with a network error if nothing listens on the port', async () => {
    const url = peer.url(`?token=${TOKEN}`);
    await peer.stop();
    const recording = record(transport, url);
    const { error } = await recording.until('ended');
    expect(error).toMatchObject({ kind: 'network', retryable: true });
    expect(error?.message).toContain(new URL(url).host);
    hides(error);
    expect(recording.heard).toHaveLength(1);
  });

  it('never opens if the server refuses', async () => {
    peer.refuse(403);
    const recording = record(transport, peer.url(`?token=${TOKEN}`));
    const { error } = await recording.until('ended');
    expect(['forbidden', 'network']).toContain(error?.kind);
    hides(error);
    expect(recording.heard).toHaveLength(1);
  });

  it('gives up an attempt that is not answered', async () => {
    const { reached, gone } = peer.hang();
    const clock = createVirtualClock();
    const recording = record(transport, peer.url(`?token=${TOKEN}`), { clock, connectTimeout: 50 });
    await reached;
    expect(recording.heard).toEqual([]);
    clock.advance(50);
    const { error } = await recording.until('ended');
    expect(error).toMatchObject({ kind: 'timeout', retryable: true });
    hides(error);
    await gone;
    expect(recording.heard).toHaveLength(1);
  });

  it('reports nothing after close() while connecting, and disconnects', async () => {
    const { reached, gone } = peer.hang();
    const recording = record(transport, peer.url());
    await reached;
    recording.close();
    recording.close();
    await gone;
    expect(recording.heard).toEqual([]);
  });

  it('reports nothing after an immediate close()', async () => {
    const closed = record(transport, peer.url());
    closed.close();
    const other = record(transport, peer.url());
    const client = await peer.next();
    client.end();
    await other.until('ended');
    expect(closed.heard).toEqual([]);
  });

  it('reports nothing after close() in the middle, and disconnects', async () => {
    const recording = record(transport, peer.url());
    const client = await peer.next();
    client.send('one');
    await recording.until('frame');
    recording.close();
    client.send('two', 'three');
    await client.gone;
    expect(recording.heard).toEqual([{ type: 'opened' }, { type: 'frame', data: 'one' }]);
  });

  it('reports nothing after close() within a callback', async () => {
    const heard: string[] = [];
    const connection = transport.open(
      { url: peer.url(), headers: {} },
      {
        opened: () => undefined,
        activity: () => undefined,
        frames(frames) {
          heard.push(...frames.map(({ data }) => data));
          connection.close();
        },
        oversize: () => heard.push('oversize'),
        retryDelay: () => undefined,
        ended: () => heard.push('ended'),
      },
      realEnvironment({ maxMessageBytes: 100 }),
    );
    const client = await peer.next();
    client.send('one', 'x'.repeat(1_000), 'two');
    await client.gone;
    expect(heard).toEqual(['one']);
  });
});
