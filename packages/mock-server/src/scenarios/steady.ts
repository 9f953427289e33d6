import type { Random } from '../lib/random.js';
import type { LineInput } from '../store/log-line.js';
import { say } from './scenario.js';
import type { Scenario, Step } from './scenario.js';

const carriers = ['northwind', 'parcelhub', 'bluefreight', 'cityrunner'];
const warehouses = ['AMS-2', 'LEJ-1', 'LYS-3', 'MAD-1'];
const skus = ['TR-1140', 'TR-2087', 'KB-0031', 'MX-7710', 'MX-7711', 'LT-4402'];

/** An order service at work: a line or two a second, now and then something to worry about. */
export const steady: Scenario = {
  name: 'steady',
  title: 'Order service',
  summary: 'A service at work: an even flow of orders, with the odd warning and error.',
  rate: 4,
  tell,
};

function* tell(random: Random): Generator<Step> {
  yield say({
    message: 'order-service 4.12.0 listening on :8080 (pid 1)',
    step: 'startup',
    stream: 'system',
  });
  yield say({ message: 'connected to postgres://orders (pool of 12)', step: 'startup', task: 'connect' });
  for (let order = random.int(48_000, 52_000); ; order += random.int(1, 3)) {
    for (const line of oneOrder(order, random)) yield say(line, 0.5 + random.next());
  }
}

function* oneOrder(order: number, random: Random): Generator<LineInput> {
  const trace = random.hex(16);
  const items = random.int(1, 5);
  const sku = random.pick(skus);
  const warehouse = random.pick(warehouses);
  const metadata = { order, trace };
  yield {
    message: `POST /orders 201 ${random.int(11, 48)}ms order=${order} items=${items}`,
    step: 'intake',
    task: 'intake',
    metadata: { ...metadata, status_code: 201 },
  };
  if (random.chance(0.35)) {
    yield {
      message: `price check: ${items} of ${items} items match catalogue v${random.int(610, 640)}`,
      level: 'debug',
      step: 'pricing',
      task: 'pricing',
      metadata,
    };
  }
  if (random.chance(0.06)) {
    yield {
      message: `stock for ${sku} in ${warehouse} is down to ${random.int(1, 4)}, below the threshold of 5`,
      level: 'warn',
      step: 'stock',
      task: 'stock',
      metadata: { ...metadata, sku, warehouse },
    };
  }
  if (random.chance(0.03)) {
    const attempt = random.int(1, 2);
    yield {
      message: `payment provider timed out after 5000ms, order=${order}, trying again (${attempt} of 3)`,
      level: 'error',
      stream: 'stderr',
      step: 'payment',
      task: 'payment',
      metadata: { ...metadata, attempt },
    };
  }
  yield {
    message: `payment captured: order=${order} amount=${random.int(9, 480)}.${String(random.int(0, 99)).padStart(2, '0')} EUR`,
    type: 'success',
    step: 'payment',
    task: 'payment',
    metadata,
  };
  yield {
    message: `order ${order} handed to ${random.pick(carriers)} from ${warehouse}`,
    step: 'dispatch',
    task: 'dispatch',
    metadata: { ...metadata, warehouse },
  };
}
