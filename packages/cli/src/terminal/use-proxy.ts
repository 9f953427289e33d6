import * as http from 'node:http';
import { UsageError } from '../usage-error.js';
import type { Io } from './io.js';

type Setting = Parameters<typeof http.setGlobalProxyFromEnv>[0];

/** Never through a proxy: there `localhost` would be another machine. */
const LOOPBACK = 'localhost,127.0.0.1,::1';

/**
 * Sends requests and WebSockets through the proxy that `HTTP_PROXY` and `HTTPS_PROXY` name, except to the hosts in `NO_PROXY`, as other command
 * line programs do. Node does it by itself only if `NODE_USE_ENV_PROXY` is set. Node before 24.14 cannot be told to: there nothing changes.
 */
export function useProxy(
  env: Io['env'],
  set: ((setting: Setting) => unknown) | undefined = http.setGlobalProxyFromEnv,
): void {
  const {
    http_proxy = env['HTTP_PROXY'],
    https_proxy = env['HTTPS_PROXY'],
    no_proxy = env['NO_PROXY'],
  } = env;
  if ((!http_proxy && !https_proxy) || no_proxy === '*') return;
  try {
    set?.({ http_proxy, https_proxy, no_proxy: no_proxy ? `${LOOPBACK},${no_proxy}` : LOOPBACK });
  } catch {
    // The value may contain a password.
    throw new UsageError('HTTP_PROXY or HTTPS_PROXY is no URL. Write it like http://proxy.example.com:8080.');
  }
}
