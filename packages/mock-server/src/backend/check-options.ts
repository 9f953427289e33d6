import {
  isListOf,
  isObject,
  isText,
  isWhole,
  milliseconds,
  problemOf,
  shown,
  text,
  whole,
} from '../lib/fields.js';
import type { Fields } from '../lib/fields.js';
import { OptionError } from '../lib/option-error.js';
import { TOKENS } from './action-fields.js';
import { backendNames } from './backend-name.js';
import { VARIANTS } from './variant-fields.js';

/** Every option that has the same meaning wherever it is given. */
const OPTIONS: Fields = {
  backends: {
    is: (value) => value === 'all' || isListOf(value, (each) => backendNames.some((name) => name === each)),
    must: `be 'all' or a list of ${backendNames.join(', ')}`,
  },
  baseUrl: { is: (value) => typeof value === 'string', must: 'be a string' },
  tokens: TOKENS,
  variants: VARIANTS,
  scenario: {
    is: (value) => isText(value) || (isObject(value) && typeof value['tell'] === 'function'),
    must: `be a scenario's name, 'none', or an object with "tell"`,
  },
  rate: {
    is: (value) => Number.isFinite(value) && (value as number) > 0,
    must: 'be a number above 0',
  },
  seed: {
    is: (value) => typeof value === 'string' || Number.isFinite(value),
    must: 'be a number or a string',
  },
  memoryLines: whole(1),
  rows: whole(1),
  skip: whole(0),
  count: whole(0),
  spacing: milliseconds,
  port: { is: (value) => isWhole(value, 0, 65_535), must: 'be a whole number from 0 to 65535' },
  host: text,
  logDir: text,
  dashboardDir: text,
  command: {
    is: (value) => isListOf(value, (each) => typeof each === 'string'),
    must: 'be a list of strings',
  },
  files: { is: (value) => isListOf(value, isText), must: 'be a list of paths' },
};

/** Says what is wrong with options; undefined if nothing is. */
export function optionProblem(options: object): string | undefined {
  if (!isObject(options)) return `The options must be an object, not ${shown(options)}.`;
  return problemOf(OPTIONS, options);
}

/** Throws an {@link OptionError} for wrong options. */
export function checkOptions(options: object): void {
  const problem = optionProblem(options);
  if (problem !== undefined) throw new OptionError(problem);
}
