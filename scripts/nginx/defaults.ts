import { setTimeout as sleep } from 'node:timers/promises';
import { stratal } from '@tailrace/core';
import { follow, freePort, until, type Setup } from './setup.ts';
import { startNginx, untilUp } from './start-nginx.ts';

/** nginx's defaults: notes what becomes of a stream without the block of the docs. */
export async function noteDefaults({ folder, control, host, note }: Setup): Promise<void> {
  const port = await freePort();
  const nginx = startNginx(
    folder,
    'plain',
    `server { listen 127.0.0.1:${port}; location / { proxy_pass http://${host}; proxy_ignore_headers X-Accel-Buffering; } }`,
  );
  const url = `http://127.0.0.1:${port}`;
  await untilUp(url);
  for (const encoding of ['identity', 'gzip']) {
    const abort = new AbortController();
    const began = performance.now();
    const seen = firstLine(url, encoding, abort.signal).then(
      (how) => `arrived within ${(performance.now() - began).toFixed(0)} ms (${how})`,
      () => 'was never read',
    );
    await sleep(200);
    control.append('quiet', 1);
    const what = await Promise.race([seen, sleep(8_000, 'had not arrived after 8 s')]);
    note(`with nginx's defaults and Accept-Encoding: ${encoding}, a single line ${what}`);
    abort.abort();
  }
  const { stream, messages } = follow(stratal({ baseUrl: url }).jobRun('demo'));
  await until('stratal', () => messages.length === 420, 90_000);
  await until('a transport', () => ['live', 'polling'].includes(stream.getSnapshot().status));
  note(`without the upgrade headers Stratal is read over ${stream.getSnapshot().transport}`);
  stream.dispose();
  await nginx.stop();
}

/** Waits for the first line of an event stream; resolves to how the answer was encoded. */
async function firstLine(url: string, encoding: string, signal: AbortSignal): Promise<string> {
  const { body, headers } = await fetch(`${url}/api/runs/quiet/logs/stream`, {
    headers: { 'Accept-Encoding': encoding },
    signal,
  });
  if (!body) throw new Error('The stream has no body.');
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let text = ''; !text.includes('event: log'); text += (await reader.read()).value ?? '');
  return headers.get('content-encoding') ?? 'not compressed';
}
