import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LogSource } from '@tailrace/core';
import { given } from '../../given.js';
import type { Arrival, HttpAnswer, SocketWatch } from '../observations.js';
import { ENOUGH, readArrival } from './arrivals.js';
import { codeOf, withToken, type Visit } from './http.js';

/** Tries the handshake, then opens the WebSocket and listens for `ms`. Never rejects. */
export async function watchSocket(
  visit: Visit,
  source: LogSource,
  token: string | undefined,
  ms: number,
): Promise<SocketWatch> {
  const live = source.live('websocket', undefined);
  const { url, headers } = withToken(live.url, live.token, token);
  const handshake = await shakeHands(visit, url, headers);
  const start = visit.now();
  const arrivals: Arrival[] = [];
  let opened = false;
  let count = 0;
  let close: { readonly code: number } | undefined;
  // If the plain handshake is refused, the WebSocket would be refused as well, without saying why.
  if (handshake.status === 101) {
    await new Promise<void>((resolve) => {
      const socket = new WebSocket(url.replace(/^http/i, 'ws'));
      socket.binaryType = 'arraybuffer';
      const finish = (): void => {
        clearTimeout(timer);
        visit.signal.removeEventListener('abort', finish);
        socket.close();
        resolve();
      };
      const timer = setTimeout(finish, ms);
      visit.signal.addEventListener('abort', finish, { once: true });
      socket.addEventListener('open', () => (opened = true));
      socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        const text = typeof data === 'string' ? data : new TextDecoder().decode(data as ArrayBuffer);
        const { arrival } = readArrival(source, 'websocket', visit.now() - start, [{ data: text }], false);
        arrivals.push(arrival);
        count += arrival.lines.length;
        if (count > ENOUGH) finish();
      });
      socket.addEventListener('close', ({ code }) => {
        close ??= { code };
        finish();
      });
      if (visit.signal.aborted) finish();
    });
  }
  return { handshake, opened, arrivals, close, listened: visit.now() - start };
}

/** A handshake over plain HTTP, because the WebSocket class does not report the status. */
function shakeHands(
  visit: Visit,
  url: string,
  headers: Readonly<Record<string, string>>,
): Promise<HttpAnswer> {
  const start = visit.now();
  return new Promise((resolve) => {
    const request = (/^https:/i.test(url) ? requestHttps : requestHttp)(url, {
      headers: {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': '13',
        'Sec-WebSocket-Key': 'dGFpbHJhY2UtZG9jdG9yIQ==',
        ...headers,
        ...given({ Origin: visit.origin }),
      },
      signal: visit.signal,
      timeout: visit.patience,
    });
    const done = (answer: Pick<HttpAnswer, 'status' | 'error'>): void => {
      resolve({ headers: {}, ms: visit.now() - start, ...answer });
      request.destroy();
    };
    request.on('upgrade', ({ statusCode }, socket) => {
      socket.destroy();
      done({ status: statusCode });
    });
    request.on('response', ({ statusCode }) => done({ status: statusCode }));
    request.on('timeout', () => done({ status: undefined, error: 'timeout' }));
    request.on('error', (thrown) => done({ status: undefined, error: codeOf(thrown) }));
    request.end();
  });
}
