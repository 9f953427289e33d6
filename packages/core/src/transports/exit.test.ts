import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { peers } from './testing/peers.js';
import type { Peer } from './testing/peer.js';
import { startMutePeer } from './testing/mute-peer.js';
import { transports, type LiveTransportName } from './registry.js';

const names = Object.keys(transports) as LiveTransportName[];

/** Runs an attempt that is closed at `when` in a process of its own. Resolves with its output once it has exited by itself. */
function attempt(name: string, url: string, when: string, endOfInput?: Promise<void>): Promise<string> {
  const script = fileURLToPath(new URL('./testing/child.mjs', import.meta.url));
  const child = spawn(process.execPath, [script, name, url, when], { stdio: ['pipe', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.on('data', (chunk) => (printed += String(chunk)));
  void endOfInput?.then(() => child.stdin.end());
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(printed) : reject(new Error(`exit status ${code}: ${printed}`)),
    );
  });
}

describe.each(names)('after close() of the %s transport nothing keeps the process alive', (name) => {
  let peer: Peer;
  beforeEach(async () => {
    peer = await peers[name]();
  });
  afterEach(() => peer.stop());

  it('when it had not begun', async () => {
    expect(await attempt(name, peer.url(), 'at once')).toBe('');
  });

  it('when the server does not answer', async () => {
    const { reached } = peer.hang();
    expect(await attempt(name, peer.url(), 'end of input', reached)).toBe('');
  });

  it('when it was open', async () => {
    expect(await attempt(name, peer.url(), 'opened')).toBe('');
  });

  it('when lines were coming', async () => {
    void peer.next().then((client) => client.send('one', 'two'));
    expect(await attempt(name, peer.url(), 'frames')).toBe('');
  });
});

it('a WebSocket server that never answers the close is not waited for', async () => {
  const mute = await startMutePeer();
  expect(await attempt('websocket', mute.url, 'opened')).toBe('');
  await mute.stop();
});
