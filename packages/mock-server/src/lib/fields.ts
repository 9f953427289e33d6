/** Tables that say which values an action's fields or a function's options may have. */
import { OptionError } from './option-error.js';

/** A check of a field's value, and how to describe the valid values. */
export interface Field {
  readonly is: (value: unknown) => boolean;
  readonly must: string;
  readonly needed?: true;
  /** Of an object: its own fields. */
  readonly fields?: Fields;
}

export type Fields = Readonly<Record<string, Field>>;

export const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';
export const isWhole = (value: unknown, from: number, to = Number.MAX_SAFE_INTEGER): boolean =>
  Number.isInteger(value) && (value as number) >= from && (value as number) <= to;
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const isListOf = (value: unknown, is: (each: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(is);

export const text: Field = { is: isText, must: 'be a string that is not empty' };
export const milliseconds: Field = {
  is: (value) => Number.isFinite(value) && (value as number) >= 0,
  must: 'be a number, 0 or more',
};
export const whole = (from: number): Field => ({
  is: (value) => isWhole(value, from),
  must: `be a whole number, ${from} or more`,
});
/** A number of times, which may be without end. */
export const times = (from: number): Field => ({
  is: (value) => isWhole(value, from) || value === Infinity,
  must: `be a whole number, ${from} or more`,
});
export const bool: Field = { is: (value) => typeof value === 'boolean', must: 'be true or false' };
export const oneOf = (...words: readonly (string | number)[]): Field => ({
  is: (value) => words.includes(value as string),
  must: `be one of: ${words.join(', ')}`,
});
/** An object with these fields and no others, because a misspelt one would be ignored. */
export const objectOf = (fields: Fields): Field => ({
  is: (value) => isObject(value) && Object.keys(value).every((name) => Object.hasOwn(fields, name)),
  must: `be an object with any of: ${Object.keys(fields).join(', ')}`,
  fields,
});
export const needed = (field: Field): Field => ({ ...field, needed: true });

/** A value in a message, shortened. */
export function shown(value: unknown): string {
  const said = typeof value === 'number' || typeof value === 'function' ? undefined : JSON.stringify(value);
  return (said ?? (typeof value === 'function' ? 'a function' : String(value))).slice(0, 80);
}

/** What is wrong with the first value that is; undefined if all are right. Names that are not in the table are ignored. */
export function problemOf(fields: Fields, values: object, path = ''): string | undefined {
  // Called for each line that is written: Object.entries would take half as long as the writing.
  for (const name in fields) {
    const { is, must, needed: isNeeded, fields: inner } = fields[name] as Field;
    const value = (values as Readonly<Record<string, unknown>>)[name];
    if (value === undefined ? isNeeded : !is(value))
      return `"${path}${name}" must ${must}, not ${shown(value)}.`;
    const problem = inner && value !== undefined && problemOf(inner, value as object, `${path}${name}.`);
    if (problem) return problem;
  }
  return undefined;
}

/** Throws an {@link OptionError} for the first value that is wrong. */
export function checkFields(fields: Fields, values: object): void {
  const problem = problemOf(fields, values);
  if (problem !== undefined) throw new OptionError(problem);
}
