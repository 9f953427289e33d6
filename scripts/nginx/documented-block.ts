import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { followAll, freePort, token, until, type Setup } from './setup.ts';
import { startNginx, untilUp, type Nginx } from './start-nginx.ts';

/** The server block of the docs: every backend at its best transport, at once, not compressed, and nothing lost. */
export async function checkDocumentedBlock(setup: Setup): Promise<void> {
  const { folder, control, block, report } = setup;
  const port = await freePort();
  const nginx = startNginx(folder, 'good', block(port));
  const url = `http://127.0.0.1:${port}`;
  await untilUp(url);
  control.append('demo', 200);
  const open = followAll(url, 'demo');
  await until('200 lines', () => open.every(({ messages }) => messages.length === 200));
  const best = open.map(({ name, stream }) => `${name} ${stream.getSnapshot().transport}`).join(', ');
  report(
    'every backend is live at its best transport',
    best === 'codespace sse, prismq sse, stratal websocket, containers websocket',
    best,
  );
  await checkDelays(setup, open);
  await checkCompression(setup, url);
  await checkRestarts(setup, nginx, open);
  for (const { stream } of open) stream.dispose();
  await checkAccessLog(setup, nginx, url);
}

type Open = ReturnType<typeof followAll>;

async function checkDelays({ control, report }: Setup, open: Open): Promise<void> {
  const delays = open.map((): number[] => []);
  for (let turn = 0; turn < 20; turn += 1) {
    const at = performance.now();
    const heard = open.map(
      ({ stream, messages }, which) =>
        new Promise<void>((resolve) => {
          const had = messages.length;
          const undo = stream.on('entries', () => {
            if (messages.length <= had) return;
            delays[which]?.push(performance.now() - at);
            undo();
            resolve();
          });
        }),
    );
    control.append('demo', 1);
    await Promise.all(heard);
  }
  const worst = open.map(({ name }, which) => `${name} ${Math.max(...(delays[which] ?? [])).toFixed(0)} ms`);
  report(
    'a line arrives when it is written (worst of 20)',
    delays.flat().every((ms) => ms < 500),
    worst.join(', '),
  );
}

async function checkCompression({ report }: Setup, url: string): Promise<void> {
  for (const [what, path, expected] of [
    ['streams are not compressed', 'logs/stream', null],
    ['lists are compressed', 'logs', 'gzip'],
  ] as const) {
    const { headers, body } = await fetch(`${url}/api/runs/demo/${path}`, {
      headers: { 'Accept-Encoding': 'gzip' },
    });
    const encoding = headers.get('content-encoding');
    report(what, encoding === expected, String(encoding));
    await body?.cancel();
  }
}

async function checkRestarts({ control, report }: Setup, nginx: Nginx, open: Open): Promise<void> {
  nginx.reload();
  control.append('demo', 100);
  await until('320 lines', () => open.every(({ messages }) => messages.length === 320));
  await nginx.stop();
  control.append('demo', 100);
  await sleep(500);
  nginx.start();
  await until('420 lines', () => open.every(({ messages }) => messages.length >= 420));
  const ends = open.map(({ name, stream, messages }) => {
    const { gaps } = stream.getSnapshot().ledger;
    const different = new Set(messages).size;
    return {
      ok: gaps === 0 && messages.length === 420 && different === 420,
      text: `${name} ${different} of 420, ${messages.length - different} twice, ${gaps} gaps`,
    };
  });
  report(
    'a reload and a restart of nginx lose nothing',
    ends.every(({ ok }) => ok),
    ends.map(({ text }) => text).join('; '),
  );
}

/** Stops nginx, which writes its log then. */
async function checkAccessLog({ log, report }: Setup, nginx: Nginx, url: string): Promise<void> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/logs/ws/demo?token=${token}`);
  await new Promise((resolve) => (socket.onmessage = resolve));
  socket.close();
  await until('the log', () => readFileSync(log, 'utf8').includes('/api/logs/ws/demo'));
  await nginx.stop();
  const access = readFileSync(log, 'utf8');
  report(
    'the access log contains no token',
    !access.includes(token),
    `${access.split('\n').length - 1} requests`,
  );
}
