import { createLogStream, prismq } from '@tailrace/core';
import { createTestClock } from '@tailrace/mock-server';
import { createMockServer } from '@tailrace/mock-server/node';
import { expect, it, onTestFinished } from 'vitest';

it('waits as long as a busy server asks, then shows what was written meanwhile', async () => {
  const clock = createTestClock();
  const mock = createMockServer({ clock, scenario: 'steady', rate: 10 });
  mock.listen();
  onTestFinished(() => mock.close());
  const stream = createLogStream(prismq({ baseUrl: 'https://runs.example.com' }).run('demo'), { clock });
  const status = () => stream.getSnapshot().status;
  stream.connect();
  await expect.poll(status).toBe('live');

  mock.control.refuse({ status: 503, retryAfter: 60 });
  mock.control.cut();
  /** Lets one second after another pass until the stream has this status. */
  const until = async (wanted: string) => {
    await expect.poll(() => clock.advance(1_000).then(status), { interval: 1 }).toBe(wanted);
  };
  await until('reconnecting');
  await until('live');

  const [first, refused, again] = mock.control.received().filter(({ kind }) => kind === 'sse');
  expect([first?.status, refused?.status, again?.status]).toEqual([200, 503, 200]);
  expect((again?.at ?? 0) - (refused?.at ?? 0)).toBeGreaterThanOrEqual(60_000);
  await expect.poll(() => stream.getSnapshot().items.length).toBeGreaterThan(600);
  expect(stream.getSnapshot().ledger.gaps).toBe(0);
  stream.dispose();
});
