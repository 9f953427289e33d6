// What the checks of nginx share: the reference server, a folder, streams of all backends, and the report.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  codespace,
  containers,
  createLogStream,
  prismq,
  stratal,
  type LogSource,
  type LogStream,
} from '@tailrace/core';
import { serve } from '@tailrace/mock-server/server';

/** The token that the backends with tokens accept. */
export const token = 'the-query-t0ken';

/** A port that was free a moment ago. */
export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });

/** Waits until a condition holds; throws after `patience` ms. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  patience = 20_000,
): Promise<void> {
  for (const end = Date.now() + patience; ; await sleep(20)) {
    if (await condition()) return;
    if (Date.now() > end) throw new Error(`Waited ${patience} ms for ${what}.`);
  }
}

/** A stream, and the messages that came over it. */
export interface Followed {
  readonly stream: LogStream;
  readonly messages: readonly string[];
}

/** Follows a source and collects its messages. */
export function follow(source: LogSource): Followed {
  const messages: string[] = [];
  const stream = createLogStream(source, { backoff: { base: 100, cap: 500 } });
  stream.on('entries', (entries) => messages.push(...entries.map((entry) => entry.message)));
  stream.connect();
  return { stream, messages };
}

/** Follows a run of every backend. */
export const followAll = (baseUrl: string, run: string): (Followed & { readonly name: string })[] =>
  Object.entries({
    codespace: codespace({ baseUrl, token }).task(run),
    prismq: prismq({ baseUrl }).run(run),
    stratal: stratal({ baseUrl }).jobRun(run),
    containers: containers({ baseUrl, token, tail: 10_000 }).service(run),
  }).map(([name, source]) => ({ name, ...follow(source) }));

/** See {@link setUp}. */
export type Setup = Awaited<ReturnType<typeof setUp>>;

/** Creates what the checks need. `failures` counts what `report` was told to have failed. */
export async function setUp() {
  const folder = mkdtempSync(join(tmpdir(), 'tailrace-nginx-'));
  const backend = await serve({ port: 0, scenario: 'none' });
  const { store, control } = backend;
  for (const id of ['demo', 'quiet']) if (!store.run(id)) store.createRun({ id });
  control.setTokens({ codespace: [token], containers: [token] });
  const host = new URL(backend.url).host;
  const log = join(folder, 'log-streams.log');
  let failures = 0;
  return {
    folder,
    control,
    /** Where the reference server listens. */
    host,
    /** The access log of {@link block}. */
    log,
    /** The server block of the docs, with these ports and this log. `extra`: further directives. */
    block: (port: number, extra = ''): string =>
      readFileSync(new URL('../../docs/nginx.conf', import.meta.url), 'utf8')
        .replace('127.0.0.1:4280', host)
        .replace('listen 127.0.0.1:8080;', `listen 127.0.0.1:${port};${extra}`)
        .replace('/var/log/nginx/log-streams.log', log),
    report(what: string, ok: boolean, seen: string | number): void {
      if (!ok) failures += 1;
      console.log(`${ok ? 'ok    ' : 'FAILED'} ${what}: ${seen}`);
    },
    note: (text: string): void => console.log(`note   ${text}`),
    failures: (): number => failures,
    async close(): Promise<void> {
      await backend.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
