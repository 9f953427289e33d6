/**
 * Validates actions sent to `/__control`. They come from scripts in any language, unchecked by a compiler: a misspelt field must not
 * do something else than was meant, nor create a run that no client can read.
 */
import { backendNames } from '../backend/backend-name.js';
import { contract } from '../backend/variants.js';
import type { ControlAction } from './control-route.js';

/** The body is not a valid action. */
export class BadActionError extends Error {
  override readonly name = 'BadActionError';
}

/** A check of a field's value, and how to describe the valid values. */
interface Field {
  readonly is: (value: unknown) => boolean;
  readonly must: string;
  readonly needed?: true;
}

type Fields = Readonly<Record<string, Field>>;

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isWhole = (value: unknown, from: number, to = Number.MAX_SAFE_INTEGER): boolean =>
  Number.isInteger(value) && (value as number) >= from && (value as number) <= to;
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isListOf = (value: unknown, is: (each: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(is);

const text: Field = { is: isText, must: 'be a string that is not empty' };
const whole = (from: number): Field => ({
  is: (value) => isWhole(value, from),
  must: `be a whole number, ${from} or more`,
});
const oneOf = (...words: readonly string[]): Field => ({
  is: (value) => words.includes(value as string),
  must: `be one of: ${words.join(', ')}`,
});
const needed = (field: Field): Field => ({ ...field, needed: true });

const STATUS = oneOf('queued', 'running', 'completed', 'failed', 'cancelled');

/** The fields of a line that have a fixed set of values. */
const WORDS: Fields = {
  level: oneOf('trace', 'debug', 'info', 'warn', 'error', 'fatal'),
  stream: oneOf('stdout', 'stderr', 'system'),
  type: oneOf('thinking', 'coding', 'info', 'error', 'success'),
};

const isLine = (line: unknown): boolean =>
  typeof line === 'string' ||
  (isObject(line) &&
    typeof line['message'] === 'string' &&
    Object.entries(WORDS).every(([name, { is }]) => line[name] === undefined || is(line[name])));

const isTokens = (value: unknown): boolean => value === null || isText(value) || isListOf(value, isText);

const areOverrides = (value: unknown): boolean =>
  isObject(value) &&
  Object.entries(value).every(([backend, switches]) => {
    const known = (Object.entries(contract) as [string, object][]).find(([name]) => name === backend)?.[1];
    return known && isObject(switches) && Object.keys(switches).every((name) => name in known);
  });

const FILTER: Fields = {
  runId: text,
  backend: oneOf(...backendNames),
  transport: oneOf('sse', 'websocket'),
};

const FIELDS: Readonly<Record<ControlAction['action'], Fields>> = {
  cut: { ...FILTER, mode: oneOf('end', 'fin', 'reset') },
  stall: {
    ...FILTER,
    ms: needed({
      is: (value) => Number.isFinite(value) && (value as number) >= 0,
      must: 'be a number, 0 or more',
    }),
  },
  refuse: {
    count: whole(1),
    status: { is: (value) => value === 0 || isWhole(value, 200, 599), must: 'be 0, or from 200 to 599' },
    retryAfter: {
      is: (value) => isText(value) || isWhole(value, 0),
      must: 'be a number of seconds or a date',
    },
    html: { is: (value) => typeof value === 'boolean', must: 'be true or false' },
    backend: oneOf(...backendNames),
    scope: oneOf('stream', 'rest', 'all'),
  },
  duplicate: { ...FILTER, count: needed(whole(0)) },
  close: {
    ...FILTER,
    code: {
      is: (value) =>
        isWhole(value, 1_000, 1_003) || isWhole(value, 1_007, 1_014) || isWhole(value, 3_000, 4_999),
      must: 'be a close code that a server may send: 1000 to 1003, 1007 to 1014, or 3000 to 4999',
    },
    reason: {
      is: (value) => typeof value === 'string' && Buffer.byteLength(value) <= 123,
      must: 'be a string of at most 123 bytes',
    },
  },
  fail: { ...FILTER, message: needed(text) },
  evict: { runId: text, keep: whole(0) },
  append: {
    runId: needed(text),
    count: whole(0),
    lines: {
      is: (value) => isListOf(value, isLine),
      must: 'be a list of strings, or of objects with a "message" (and, if present, a valid "level", "stream" and "type")',
    },
  },
  create: { id: needed(text), title: text, status: STATUS },
  complete: {
    runId: needed(text),
    status: STATUS,
    exitCode: { is: Number.isInteger, must: 'be a whole number' },
  },
  tokens: {
    tokens: {
      is: (value) =>
        isTokens(value) ||
        (isObject(value) &&
          Object.entries(value).every(
            ([name, list]) => FILTER['backend']?.is(name) && (list === null || isListOf(list, isText)),
          )),
      must: `be a string, a list of strings, null, or an object with a list or null for any of ${backendNames.join(', ')}`,
      needed: true,
    },
  },
  variants: {
    variants: {
      is: areOverrides,
      must: `be an object with known switches for any of ${backendNames.join(', ')}`,
      needed: true,
    },
  },
  reset: {},
};

/** Returns the body as an action, or throws a {@link BadActionError} that says what is wrong. */
export function checkAction(body: unknown): ControlAction {
  if (!isObject(body) || !('action' in body))
    throw new BadActionError('The body needs an "action", e.g. {"action":"cut","runId":"demo"}.');
  const fields = Object.entries(FIELDS).find(([name]) => name === body['action'])?.[1];
  if (!fields) throw new BadActionError(`Unknown action. Use one of: ${Object.keys(FIELDS).join(', ')}.`);
  for (const [name, { is, must, needed: isNeeded }] of Object.entries(fields)) {
    const value = body[name];
    if (value === undefined ? isNeeded : !is(value)) throw new BadActionError(`"${name}" must ${must}.`);
  }
  if (body['action'] === 'append' && body['lines'] === undefined && body['count'] === undefined)
    throw new BadActionError('"append" needs "lines", or "count" for that many numbered lines.');
  return body as unknown as ControlAction;
}
