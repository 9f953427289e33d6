import {
  isListOf,
  isObject,
  isText,
  isWhole,
  milliseconds,
  needed,
  oneOf,
  text,
  times,
  whole,
} from '../lib/fields.js';
import type { Field, Fields } from '../lib/fields.js';
import { backendNames } from './backend-name.js';
import { contract } from './variants.js';

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

/** Whether a switch of a backend may have this value: one of the kind that it has by default. */
const isSwitch = (value: unknown, byDefault: unknown): boolean => {
  if (value === undefined) return true;
  if (typeof value === 'number' && !(value >= 0)) return false;
  return typeof value === (byDefault === undefined ? 'number' : typeof byDefault);
};

const areOverrides = (value: unknown): boolean =>
  isObject(value) &&
  Object.entries(value).every(([backend, switches]) => {
    const known = (Object.entries(contract) as [string, object][]).find(([name]) => name === backend)?.[1];
    if (!known || !isObject(switches)) return false;
    return Object.entries(switches).every(
      ([name, each]) => name in known && isSwitch(each, (known as Readonly<Record<string, unknown>>)[name]),
    );
  });

/** The fields that choose connections. */
export const FILTER = {
  runId: text,
  backend: oneOf(...backendNames),
  transport: oneOf('sse', 'websocket'),
} satisfies Fields;

/** Accepted tokens. */
export const TOKENS: Field = {
  is: (value) =>
    isTokens(value) ||
    (isObject(value) &&
      Object.entries(value).every(
        ([name, list]) => FILTER.backend.is(name) && (list === null || isListOf(list, isText)),
      )),
  must: `be a string, a list of strings, null, or an object with a list or null for any of ${backendNames.join(', ')}`,
};

/** Interpretations of the contract. */
export const VARIANTS: Field = {
  is: areOverrides,
  must: `be an object with known switches, and values of their kind, for any of ${backendNames.join(', ')}`,
};

/** The fields of each action on `/__control`, which are the arguments of the control's methods, too. */
export const ACTION_FIELDS = {
  cut: { ...FILTER, mode: oneOf('end', 'fin', 'reset') },
  stall: {
    ...FILTER,
    ms: needed(milliseconds),
  },
  refuse: {
    count: times(1),
    status: { is: (value) => value === 0 || isWhole(value, 200, 599), must: 'be 0, or from 200 to 599' },
    retryAfter: {
      is: (value) => isText(value) || isWhole(value, 0),
      must: 'be a number of seconds or a date',
    },
    html: { is: (value) => typeof value === 'boolean', must: 'be true or false' },
    backend: oneOf(...backendNames),
    scope: oneOf('stream', 'rest', 'all'),
  },
  duplicate: { ...FILTER, count: needed(times(0)) },
  close: {
    ...FILTER,
    code: {
      is: (value) =>
        isWhole(value, 1_000, 1_003) || isWhole(value, 1_007, 1_014) || isWhole(value, 3_000, 4_999),
      must: 'be a close code that a server may send: 1000 to 1003, 1007 to 1014, or 3000 to 4999',
    },
    reason: {
      is: (value) => typeof value === 'string' && new TextEncoder().encode(value).length <= 123,
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
  tokens: { tokens: needed(TOKENS) },
  variants: { variants: needed(VARIANTS) },
  reset: {},
} satisfies Readonly<Record<string, Fields>>;
