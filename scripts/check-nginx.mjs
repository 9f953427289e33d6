// Tests docs/nginx.conf: a real nginx in front of the reference server with all four backends.
//
//   npm run build && node scripts/check-nginx.mjs
//
// Not part of `npm test`, because it needs nginx; CI runs it separately. It expects `nginx` on the PATH (or NGINX=/path/to/it), `openssl`
// for HTTP/2, and a Chromium. docs/proxies.md quotes its results.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codespace, containers, createLogStream, prismq, stratal } from '@tailrace/core';
import { serve } from '@tailrace/mock-server/server';
import { chromium } from 'playwright-core';
import { chromiumLaunchOptions } from './find-chromium.mjs';
import { inRoot } from './lib/paths.mjs';

const NGINX = process.env.NGINX ?? 'nginx';
const folder = mkdtempSync(join(tmpdir(), 'tailrace-nginx-'));
let failures = 0;

function report(what, ok, seen) {
  if (!ok) failures += 1;
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${what}: ${seen}`);
}

/** A port that was free a moment ago. */
const freePort = () =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });

async function until(what, condition, patience = 20_000) {
  for (const end = Date.now() + patience; ; await sleep(20)) {
    if (await condition()) return true;
    if (Date.now() > end) throw new Error(`Waited ${patience} ms for ${what}.`);
  }
}

const untilUp = (url) =>
  until('nginx', () =>
    fetch(`${url}/__control`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );

/** Starts an nginx with these server blocks, in a configuration that compresses every content type unless a block turns that off. */
function nginxWith(name, servers) {
  const file = join(folder, `${name}.conf`);
  writeFileSync(
    file,
    `daemon off; worker_processes 1; pid ${folder}/${name}.pid; error_log ${folder}/${name}.error.log info;
     events {}
     http {
       client_body_temp_path ${folder}/b; proxy_temp_path ${folder}/p; fastcgi_temp_path ${folder}/f;
       uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s;
       access_log ${folder}/${name}.access.log;
       gzip on; gzip_types *; gzip_proxied any; gzip_min_length 0;
       ${servers}
     }`,
  );
  execFileSync(NGINX, ['-t', '-q', '-c', file]);
  let child;
  process.once('exit', () => child.kill());
  const start = () => (child = spawn(NGINX, ['-c', file], { stdio: 'ignore' }));
  const stop = (signal = 'SIGTERM') =>
    new Promise((resolve) => {
      child.once('exit', resolve);
      child.kill(signal);
    });
  start();
  return { start, stop, reload: () => child.kill('SIGHUP') };
}

const backend = await serve({ port: 0, scenario: 'none' });
const { store, control } = backend;
for (const id of ['demo', 'quiet']) if (!store.run(id)) store.createRun({ id });
const token = 'the-query-t0ken';
control.setTokens({ codespace: [token], containers: [token] });
const backendHost = new URL(backend.url).host;

/** The server block of the docs, with this script's ports and log. */
const block = (port, log, extra = '') =>
  readFileSync(inRoot('docs', 'nginx.conf'), 'utf8')
    .replace('127.0.0.1:4280', backendHost)
    .replace('listen 127.0.0.1:8080;', `listen 127.0.0.1:${port};${extra}`)
    .replace('/var/log/nginx/log-streams.log', log);

/** Follows a source and collects its messages. */
function follow(source, options = {}) {
  const messages = [];
  const stream = createLogStream(source, { backoff: { base: 100, cap: 500 }, ...options });
  stream.on('entries', (entries) => messages.push(...entries.map((entry) => entry.message)));
  stream.connect();
  return { stream, messages };
}
const sources = (baseUrl, run) => ({
  codespace: codespace({ baseUrl, token }).task(run),
  prismq: prismq({ baseUrl }).run(run),
  stratal: stratal({ baseUrl }).jobRun(run),
  containers: containers({ baseUrl, token, tail: 10_000 }).service(run),
});

try {
  // nginx prints its version to stderr, which execFileSync does not return unless it is joined to stdout.
  console.log(execFileSync('sh', ['-c', `${NGINX} -v 2>&1`], { encoding: 'utf8' }).trim());

  // 1. With the server block of the docs.
  const port = await freePort();
  const log = join(folder, 'log-streams.log');
  const good = nginxWith('good', block(port, log));
  const url = `http://127.0.0.1:${port}`;
  await untilUp(url);
  control.append('demo', 200);
  const open = Object.entries(sources(url, 'demo')).map(([name, source]) => ({ name, ...follow(source) }));
  await until('200 lines', () => open.every(({ messages }) => messages.length === 200));
  const first = open.map(({ name, stream }) => `${name} ${stream.getSnapshot().transport}`).join(', ');
  report(
    'every backend is live at its best transport',
    /codespace sse, prismq sse, stratal websocket, containers websocket/.test(first),
    first,
  );

  const delays = Object.fromEntries(open.map(({ name }) => [name, []]));
  for (let turn = 0; turn < 20; turn += 1) {
    const at = performance.now();
    const had = open.map(({ messages }) => messages.length);
    const heard = open.map(
      ({ name, stream, messages }, i) =>
        new Promise((resolve) => {
          const undo = stream.on('entries', () => {
            if (messages.length <= had[i]) return;
            delays[name].push(performance.now() - at);
            undo();
            resolve();
          });
        }),
    );
    control.append('demo', 1);
    await Promise.all(heard);
  }
  const worst = Object.entries(delays).map(([name, all]) => `${name} ${Math.max(...all).toFixed(0)} ms`);
  report(
    'a line arrives when it is written (worst of 20)',
    Object.values(delays)
      .flat()
      .every((ms) => ms < 500),
    worst.join(', '),
  );

  const live = await fetch(`${url}/api/runs/demo/logs/stream`, { headers: { 'Accept-Encoding': 'gzip' } });
  report(
    'streams are not compressed',
    live.headers.get('content-encoding') === null,
    String(live.headers.get('content-encoding')),
  );
  await live.body.cancel();
  const list = await fetch(`${url}/api/runs/demo/logs`, { headers: { 'Accept-Encoding': 'gzip' } });
  report(
    'lists are compressed',
    list.headers.get('content-encoding') === 'gzip',
    String(list.headers.get('content-encoding')),
  );
  await list.text();

  good.reload();
  control.append('demo', 100);
  await until('320 lines', () => open.every(({ messages }) => messages.length === 320));
  await good.stop('SIGTERM');
  control.append('demo', 100);
  await sleep(500);
  good.start();
  await until('420 lines', () => open.every(({ messages }) => messages.length >= 420));
  const ledgers = open.map(({ name, stream, messages }) => {
    const { gaps } = stream.getSnapshot().ledger;
    return {
      name,
      ok: gaps === 0 && messages.length === 420 && new Set(messages).size === 420,
      text: `${name} ${new Set(messages).size} of 420, ${messages.length - new Set(messages).size} twice, ${gaps} gaps`,
    };
  });
  report(
    'a reload and a restart of nginx lose nothing',
    ledgers.every(({ ok }) => ok),
    ledgers.map(({ text }) => text).join('; '),
  );
  for (const { stream } of open) stream.dispose();
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/logs/ws/demo?token=${token}`);
  await new Promise((resolve) => (socket.onmessage = resolve));
  socket.close();
  await until('the log', () => readFileSync(log, 'utf8').includes('/api/logs/ws/demo'));
  await good.stop();
  const access = readFileSync(log, 'utf8');
  report(
    'the access log contains no token',
    !access.includes(token),
    `${access.split('\n').length - 1} requests`,
  );

  // 2. With nginx's defaults.
  const plainPort = await freePort();
  const plain = nginxWith(
    'plain',
    `server { listen 127.0.0.1:${plainPort}; location / { proxy_pass http://${backendHost}; proxy_ignore_headers X-Accel-Buffering; } }`,
  );
  const plainUrl = `http://127.0.0.1:${plainPort}`;
  await untilUp(plainUrl);
  for (const encoding of ['identity', 'gzip']) {
    const abort = new AbortController();
    const seen = (async () => {
      const { body, headers } = await fetch(`${plainUrl}/api/runs/quiet/logs/stream`, {
        headers: { 'Accept-Encoding': encoding },
        signal: abort.signal,
      });
      const reader = body.pipeThrough(new TextDecoderStream()).getReader();
      for (let text = ''; !text.includes('event: log'); text += (await reader.read()).value ?? '');
      return `arrived within ${(performance.now() - began).toFixed(0)} ms (${headers.get('content-encoding') ?? 'not compressed'})`;
    })().catch(() => 'was never read');
    const began = performance.now();
    await sleep(200);
    control.append('quiet', 1);
    const what = await Promise.race([seen, sleep(8_000, 'had not arrived after 8 s')]);
    console.log(`note   with nginx's defaults and Accept-Encoding: ${encoding}, a single line ${what}`);
    abort.abort();
  }
  const fallback = follow(stratal({ baseUrl: plainUrl }).jobRun('demo'));
  await until('stratal', () => fallback.messages.length === 420, 90_000);
  await until('a transport', () => ['live', 'polling'].includes(fallback.stream.getSnapshot().status));
  console.log(
    `note   without the upgrade headers Stratal is read over ${fallback.stream.getSnapshot().transport}`,
  );
  fallback.stream.dispose();
  await plain.stop();

  // 3. With a short timeout, so that nginx cuts idle connections.
  const idlePort = await freePort();
  const idle = nginxWith('idle', block(idlePort, log).replace('75s', '1s'));
  control.setVariants({ heartbeatMs: 3_600_000, pingMs: 3_600_000 });
  const idleUrl = `http://127.0.0.1:${idlePort}`;
  await untilUp(idleUrl);
  const silent = Object.entries(sources(idleUrl, 'demo')).map(([name, source]) => ({
    name,
    ...follow(source),
    cuts: 0,
  }));
  for (const one of silent) one.stream.on('error', () => (one.cuts += 1));
  await until('three cuts', () => silent.every(({ cuts }) => cuts >= 3), 60_000);
  control.append('demo', 10);
  await until('430 lines', () => silent.every(({ messages }) => messages.length >= 430));
  const after = silent.map(({ name, messages, cuts, stream }) => ({
    ok: messages.length === 430 && stream.getSnapshot().ledger.gaps === 0,
    text: `${name} ${cuts} cuts, ${messages.length} of 430, ${stream.getSnapshot().ledger.gaps} gaps`,
  }));
  report(
    'cutting idle connections loses no line',
    after.every(({ ok }) => ok),
    after.map(({ text }) => text).join('; '),
  );
  for (const { stream } of silent) stream.dispose();
  await idle.stop();
  const errors = readFileSync(join(folder, 'idle.error.log'), 'utf8');
  console.log(
    `note   nginx's error log ${errors.includes(token) ? 'contains' : 'does not contain'} the token of a stream that it cut`,
  );

  // 4. A browser's limit of six connections with HTTP/1.1, and HTTP/2.
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '1',
      '-subj',
      '/CN=localhost',
      '-keyout',
      key,
      '-out',
      cert,
    ],
    { stdio: 'ignore' },
  );
  const tls = `ssl_certificate ${cert}; ssl_certificate_key ${key};`;
  const [h1, h2] = [await freePort(), await freePort()];
  const secure = [
    nginxWith('h1', block(h1, log, tls).replace(`${h1};`, `${h1} ssl;`)),
    nginxWith('h2', block(h2, log, tls).replace(`${h2};`, `${h2} ssl http2;`)),
  ];
  control.setVariants({ heartbeatMs: 1_000, pingMs: 1_000 });
  const browser = await chromium.launch(chromiumLaunchOptions());
  for (const [name, at, expected] of [
    ['HTTP/1.1', h1, 6],
    ['HTTP/2', h2, 10],
  ]) {
    const page = await (await browser.newContext({ ignoreHTTPSErrors: true })).newPage();
    await until('the page', () =>
      page.goto(`https://127.0.0.1:${at}/__control`).then(
        () => true,
        () => false,
      ),
    );
    const opened = await page.evaluate(async () => {
      let count = 0;
      for (let i = 0; i < 10; i += 1)
        void fetch(`/api/runs/demo/logs/stream?page=${i}`, { cache: 'no-store' }).then(() => (count += 1));
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      return count;
    });
    report(`of ten event streams, one Chromium page opens over ${name}`, opened === expected, opened);
    await page.context().close();
  }
  await browser.close();
  for (const server of secure) await server.stop();
} finally {
  await backend.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failures > 0 ? 1 : 0;
process.exit();
