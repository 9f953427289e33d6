/** Sessions recorded over real sockets with each transport, then replayed: the transport must receive the same. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { transports, type LiveTransportName } from '../transports/registry.js';
import type { Peer, PeerConnection } from '../transports/testing/peer.js';
import { peers } from '../transports/testing/peers.js';
import { record, type Heard } from '../transports/testing/record.js';
import { decodeRecording } from './decode-recording.js';
import { createRecorder } from './recorder.js';
import { replay } from './replay.js';

const TOKEN = 'secret-token-4711';

const all = await Promise.all(Object.values(transports).map((transport) => transport.load()));

describe.each(all)('a recorded $name', (transport) => {
  let peer: Peer;
  beforeEach(async () => {
    peer = await peers[transport.name as LiveTransportName]();
  });
  afterEach(() => peer.stop());

  /** Plays a session twice, live and replayed, and compares. Returns the file. */
  async function twice(session: (client: Promise<PeerConnection>) => Promise<void>): Promise<string> {
    const url = peer.url(`?token=${TOKEN}&tail=5`);
    const recorder = createRecorder();
    const overrides = { maxMessageBytes: 1_000 };
    const live = record(transport, url, { ...overrides, ...recorder }, { Authorization: `Bearer ${TOKEN}` });
    await session(peer.next());
    await live.until('ended');
    recorder.stop();
    const file = recorder.toNdjson();
    const again = record(transport, url, {
      ...overrides,
      ...replay(decodeRecording(file), { speed: 'max' }),
    });
    await again.until('ended');
    expect(again.heard.map(comparable)).toEqual(live.heard.map(comparable));
    expect(file).not.toContain(TOKEN);
    return file;
  }
  const comparable = (heard: Heard): unknown => {
    if (heard.type === 'ended')
      return { type: 'ended', kind: heard.error?.kind, status: heard.error?.status };
    return heard.type === 'frame'
      ? { ...heard, data: heard.data.replace(TOKEN, '*'.repeat(TOKEN.length)) }
      : heard;
  };

  it('has the same payloads, including oversized ones and split characters', async () => {
    await twice(async (next) => {
      const client = await next;
      client.send('one', 'x'.repeat(5_000), 'ü€😀');
      await client.sendSplit('ü€😀', 3);
      client.end();
    });
  });

  it('breaks in the same place', async () => {
    await twice(async (next) => {
      const client = await next;
      await client.sendSplit('one', 1);
      client.reset();
    });
  });

  it('is refused in the same way', async () => {
    peer.refuse(403);
    await twice(async () => undefined);
  });

  it('fails in the same way at a dead port', async () => {
    await peer.stop();
    await twice(async () => undefined);
  });

  it('contains no token, even if the server repeats it', async () => {
    const file = await twice(async (next) => {
      const client = await next;
      client.send(`token ${TOKEN} is known`);
      await client.sendSplit(`again ${TOKEN}`, 15);
      client.end();
    });
    expect(file).toContain('is known');
    expect(file).toContain('token=***&tail=5');
  });
});
