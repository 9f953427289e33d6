import { needed, oneOf, text } from '../lib/fields.js';
import type { Fields } from '../lib/fields.js';

/** A change of a run's status. */
export const STATUS = {
  status: oneOf('queued', 'running', 'completed', 'failed', 'cancelled'),
  exitCode: { is: Number.isInteger, must: 'be a whole number' },
} satisfies Fields;

/** A new run. */
export const RUN = {
  id: needed(text),
  title: text,
  kind: oneOf('scenario', 'process', 'file', 'manual', 'system'),
  status: STATUS.status,
  ownerToken: text,
} satisfies Fields;

/** A change of the state of a run's container. */
export const SERVICE = {
  status: oneOf('created', 'running', 'restarting', 'exited'),
  health: oneOf('starting', 'healthy', 'unhealthy', 'none'),
} satisfies Fields;

/** A line that is written. */
export const LINE = {
  message: needed({ is: (value) => typeof value === 'string', must: 'be a string' }),
  level: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal'),
  stream: oneOf('stdout', 'stderr', 'system'),
  type: oneOf('thinking', 'coding', 'info', 'error', 'success'),
} satisfies Fields;
