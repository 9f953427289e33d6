import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { followAll, freePort, token, until, type Setup } from './setup.ts';
import { startNginx, untilUp } from './start-nginx.ts';

/** A short timeout, so that nginx cuts idle connections. */
export async function checkIdleConnections({ folder, control, block, report, note }: Setup): Promise<void> {
  const port = await freePort();
  const nginx = startNginx(folder, 'idle', block(port).replace('75s', '1s'));
  const hour = 3_600_000;
  control.setVariants({
    codespace: { heartbeatMs: hour },
    prismq: { heartbeatMs: hour },
    stratal: { pingMs: hour },
  });
  const url = `http://127.0.0.1:${port}`;
  await untilUp(url);
  const silent = followAll(url, 'demo').map((one) => ({ ...one, cuts: 0 }));
  for (const one of silent) one.stream.on('error', () => (one.cuts += 1));
  await until('three cuts', () => silent.every(({ cuts }) => cuts >= 3), 60_000);
  control.append('demo', 10);
  await until('430 lines', () => silent.every(({ messages }) => messages.length >= 430));
  const ends = silent.map(({ name, messages, cuts, stream }) => {
    const { gaps } = stream.getSnapshot().ledger;
    return {
      ok: messages.length === 430 && gaps === 0,
      text: `${name} ${cuts} cuts, ${messages.length} of 430, ${gaps} gaps`,
    };
  });
  report(
    'cutting idle connections loses no line',
    ends.every(({ ok }) => ok),
    ends.map(({ text }) => text).join('; '),
  );
  for (const { stream } of silent) stream.dispose();
  await nginx.stop();
  const errors = readFileSync(join(folder, 'idle.error.log'), 'utf8');
  const tells = errors.includes(token) ? 'contains' : 'does not contain';
  note(`nginx's error log ${tells} the token of a stream that it cut`);
}
