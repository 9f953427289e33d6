import { beforeEach, describe, expect, it } from 'vitest';
import { httpDrivers } from '../testing/drivers.js';
import type { Driver, Harness } from '../testing/drivers.js';

const auth = { headers: { Authorization: 'Bearer tailrace-demo' } };

describe.each(httpDrivers)('containers over $name', (driver: Driver) => {
  let harness: Harness;

  beforeEach(async () => {
    harness = await driver.open();
  });

  it('gives lines of the same microsecond different timestamps', async () => {
    harness.control.append('demo', ['a', { message: 'b', sameInstant: true }]);
    const response = await harness.fetch('/api/logs/demo', auth);
    const [a, b] = ((await response.json()) as { logs: string[] }).logs;
    expect(a?.slice(0, 26)).toBe(b?.slice(0, 26));
    expect(a?.slice(0, 30)).not.toBe(b?.slice(0, 30));
  });

  it('needs no token if so configured', async () => {
    harness.control.setTokens(null);
    expect((await harness.fetch('/api/logs')).status).toBe(200);
  });
});
