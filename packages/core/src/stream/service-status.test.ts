import { expect, it } from 'vitest';
import { containers } from '../backends/containers.js';
import { createVirtualClock } from '../testing/virtual-clock.js';
import { watchServiceStatus } from './service-status.js';

it('ends when its signal fires, and does not begin after that', () => {
  const abort = new AbortController();
  const source = containers({ baseUrl: 'http://logs.test', token: 't' }).status();
  const watch = watchServiceStatus(source, { clock: createVirtualClock(), signal: abort.signal });
  watch.connect();
  expect(watch.getSnapshot().status).toBe('connecting');
  abort.abort();
  expect(watch.getSnapshot().status).toBe('closed');
  watch.connect();
  expect(watch.getSnapshot().status).toBe('closed');
});
