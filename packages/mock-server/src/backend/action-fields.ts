import {
  bool,
  isListOf,
  isObject,
  isText,
  isWhole,
  milliseconds,
  needed,
  oneOf,
  problemOf,
  text,
  times,
  whole,
} from '../lib/fields.js';
import type { Field, Fields } from '../lib/fields.js';
import { LINE, RUN, STATUS } from '../store/run-fields.js';
import { backendNames } from './backend-name.js';
import { VARIANTS } from './variant-fields.js';

const isLine = (line: unknown): boolean =>
  typeof line === 'string' || (isObject(line) && problemOf(LINE, line) === undefined);

const isTokens = (value: unknown): boolean => value === null || isText(value) || isListOf(value, isText);

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
    html: bool,
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
  create: RUN,
  complete: { runId: needed(text), ...STATUS },
  tokens: { tokens: needed(TOKENS) },
  variants: { variants: needed(VARIANTS) },
  reset: {},
} satisfies Readonly<Record<string, Fields>>;
