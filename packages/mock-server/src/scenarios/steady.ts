import type { Random } from '../lib/random.js';
import type { LineInput } from '../store/log-line.js';
import { say } from './scenario.js';
import type { Scenario, Step } from './scenario.js';

const carriers = ['northwind', 'parcelhub', 'bluefreight', 'cityrunner'];
const warehouses = ['AMS-2', 'LEJ-1', 'LYS-3', 'MAD-1'];
const skus = ['TR-1140', 'TR-2087', 'KB-0031', 'MX-7710', 'MX-7711', 'LT-4402'];

/** An order service at work: a few lines per second, and a warning or an error now and then. */
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
  let order = random.int(48_000, 52_000);
  // A few orders at a time, so that their lines interleave as in a real log.
  const open: Iterator<LineInput, unknown>[] = [];
  for (;;) {
    if (open.length < 3 && (open.length === 0 || random.chance(0.5))) {
      order += random.int(1, 3);
      open.push(oneOrder(order, random));
    }
    const one = random.pick(open);
    const next = one.next();
    if (next.done) open.splice(open.indexOf(one), 1);
    else yield say(next.value, 0.5 + random.next());
    if (random.chance(0.05)) yield say(aside(random), 0.5);
  }
}

function aside(random: Random): LineInput {
  return random.pick<LineInput>([
    {
      message: `GET /orders/${random.int(47_000, 52_000)} 200 ${random.int(3, 14)}ms`,
      step: 'intake',
      task: 'intake',
    },
    { message: `GET /orders/${random.int(1, 900)} 404 2ms`, level: 'warn', step: 'intake', task: 'intake' },
    {
      message: `catalogue cache: ${random.int(91, 99)}% hits, ${random.int(2, 40)} entries expired`,
      level: 'debug',
      step: 'pricing',
      task: 'pricing',
    },
    { message: `GET /health 200 1ms`, level: 'debug', step: 'health' },
  ]);
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
