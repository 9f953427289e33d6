/** A reference server on a real port, for the tests of its parts. */
import { get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { onTestFinished } from 'vitest';
import { serve } from '../server/serve.js';
import type { RunningServer, ServeOptions } from '../server/serve.js';

/** Starts a server without scenarios, which ends with the test. */
export const start = async (options: ServeOptions = {}): Promise<RunningServer> => {
  const server = await serve({ port: 0, scenario: 'none', ...options });
  onTestFinished(() => server.close());
  return server;
};

/** A request with headers that `fetch` forbids, or a path that it would normalise. */
export const raw = (
  server: RunningServer,
  path: string,
  headers: Record<string, string> = {},
): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port: server.port, path, headers, agent: false }, (response) => {
      response.resume();
      resolve(response);
    }).on('error', reject);
  });
