/** Filters as plain data, and how they are compiled to a test. */
import type { LineBlock } from '../buffer/log-view.js';
import { LOG_LEVELS, type LogItem, type LogLevel } from '../entry.js';
import { invalidArgument } from '../errors.js';
import { levelRank } from '../format/levels.js';
import { checkInteger, checkOneOf, refuse } from '../lib/arguments.js';
import { isRecord } from '../lib/json.js';
import { parseTime } from '../lib/time.js';
import { FilterLine } from './filter-line.js';
import { parseFilterQuery } from './filter-query.js';
import { compileExpression, escapePattern } from './expression.js';

/**
 * Which lines to show. All conditions must hold. Of a list, one value must match, so an empty list matches no line; leave a
 * condition out to ignore it. Text is matched against the message as it is shown. Gaps pass every filter, so missing lines are never hidden.
 */
export interface LogFilter {
  /** Exactly these severities. */
  readonly levels?: readonly LogLevel[];
  /** This severity or higher. */
  readonly minLevel?: LogLevel;
  /** Values of the label `stream`: `stdout`, `stderr`, `system`. */
  readonly streams?: readonly string[];
  /** Values of the label `type` or `log_type`. */
  readonly types?: readonly string[];
  /** Parts of the labels `step_name` or `task_name`; case-insensitive. */
  readonly steps?: readonly string[];
  /** Values of the labels `service`, `task_run_id` or `job_run_id`. */
  readonly sources?: readonly string[];
  /** Exact values by label. */
  readonly labels?: Readonly<Record<string, string | readonly string[]>>;
  /** Lines at or after this time: epoch milliseconds, or an ISO 8601 timestamp. Lines without a time do not pass. */
  readonly since?: number | string;
  /** Lines before this time (exclusive). */
  readonly until?: number | string;
  /** Text that the message must contain. */
  readonly text?: string;
  /** Regular expression that the message must match; a string is its source. */
  readonly regex?: string | RegExp;
  /** Applies to `text`, `exclude` and a `regex` given as a string. Default false. */
  readonly caseSensitive?: boolean;
  /** Text that the message must not contain. */
  readonly exclude?: string;
  /** The line must pass every one of these filters. */
  readonly all?: readonly LogFilter[];
  /** The line must pass at least one of these filters. */
  readonly any?: readonly LogFilter[];
  /** The line must not pass this filter. */
  readonly not?: LogFilter;
  /** A condition in the query language: `timeout level:warn+ -healthz`. See {@link parseFilterQuery}. */
  readonly query?: string;
  /**
   * Context lines to show before and after each matching line, 0 to 20. Default 0. It is not a condition, and only
   * `createFilteredView` uses it, because the test of a single line knows no other lines. Context does not reach across a gap.
   */
  readonly context?: number;
}

const MAX_CONTEXT = 20;

/** The conditions whose value is a list, and all of them. */
const LISTS: readonly string[] = ['levels', 'streams', 'types', 'steps', 'sources', 'all', 'any'];
const CONDITIONS = [
  ...LISTS,
  ...'minLevel labels since until text regex caseSensitive exclude not query context'.split(' '),
];

/** Whether a filter has no condition, so that every line passes. */
export function isEmptyFilter(filter: LogFilter | undefined): boolean {
  if (!filter) return true;
  const { caseSensitive: _, context: _context, all = [], query = '', labels = {}, ...conditions } = filter;
  // A condition of a wrong type counts as one, so that it is compiled, and refused.
  return (
    Array.isArray(all) &&
    all.every(isEmptyFilter) &&
    typeof query === 'string' &&
    query.trim() === '' &&
    isRecord(labels) &&
    Object.keys(labels).length === 0 &&
    Object.values(conditions).every((value) => value === undefined || value === '')
  );
}

/** Whether a line passes; undefined if an expression has not run on it yet. */
type Verdict = boolean | undefined;
type Test = (line: FilterLine) => Verdict;

/** Runs an expression of a filter on a text. */
export type RunPattern = (index: number, text: string, pattern: RegExp) => Verdict;

/** A compiled filter. */
export interface FilterTest {
  readonly test: (item: LogItem) => Verdict;
  /** The same for a packed line. */
  readonly testPacked: (block: LineBlock, index: number) => Verdict;
  /** Its regular expressions; {@link RunPattern} refers to them by index. */
  readonly patterns: readonly RegExp[];
}

const runDirectly: RunPattern = (_index, text, pattern) => pattern.test(text);

/**
 * Compiles a filter to a test for single items. Throws `invalid-argument` for an invalid regular expression or query, an unknown level or
 * condition, and a `context` out of range. The test runs regular expressions directly, however long they take: for expressions from untrusted users, use
 * `createFilteredView`, which stops those that never end.
 */
export function compileFilter(filter: LogFilter = {}): (item: LogItem) => boolean {
  const { test } = compileFilterTest(filter, runDirectly);
  return (item) => test(item) === true;
}

/** Compiles a filter; `run` decides where its expressions run. Throws `invalid-argument`. */
export function compileFilterTest(filter: LogFilter, run: RunPattern): FilterTest {
  const patterns: RegExp[] = [];
  const matching = (pattern: RegExp): Test => {
    const index = patterns.push(pattern) - 1;
    return ({ text }) => run(index, text, pattern);
  };
  const test = every(testsOf(filter, matching));
  checkInteger('context', filter.context, 0, MAX_CONTEXT);
  const line = new FilterLine();
  return {
    test: (item) => item.kind === 'gap' || test(line.use(item)),
    testPacked: (block, index) => test(line.usePacked(block, index)),
    patterns,
  };
}

/** Passes if all tests pass. One that fails decides, even if the result of another is not known yet. */
function every(tests: readonly Test[]): Test {
  if (tests.length === 1) return tests[0] as Test;
  return (line) => {
    let verdict: Verdict = true;
    for (const test of tests) {
      const one = test(line);
      if (one === false) return false;
      if (one === undefined) verdict = undefined;
    }
    return verdict;
  };
}

function not(test: Test): Test {
  return (line) => {
    const verdict = test(line);
    return verdict === undefined ? undefined : !verdict;
  };
}

type Matching = (pattern: RegExp) => Test;

/** Refuses what the compiler would refuse: without that, a misspelt condition would let every line pass. */
function checkFilter(filter: LogFilter): void {
  if (!isRecord(filter) || filter instanceof RegExp) throw invalidArgument('A filter must be an object.');
  for (const [name, value] of Object.entries(filter)) {
    checkOneOf('A filter condition', name, CONDITIONS);
    const isList = LISTS.includes(name);
    if (value === null || (isList && value && !Array.isArray(value)))
      refuse(`"${name}" of a filter`, isList ? 'a list' : 'left out', value);
  }
}

/** Cheap tests come first, so that few lines reach those of the text. */
function testsOf(filter: LogFilter, matching: Matching): Test[] {
  checkFilter(filter);
  const tests = [...labelTests(filter), ...textTests(filter, matching)];
  const compile = (part: LogFilter): Test => every(testsOf(part, matching));
  const { all = [], any, query } = filter;
  for (const part of all) tests.push(compile(part));
  if (any) tests.push(not(every(any.map((part) => not(compile(part))))));
  if (filter.not) tests.push(not(compile(filter.not)));
  if (query) tests.push(compile(parseFilterQuery(query)));
  return tests;
}

/** A time bound in epoch milliseconds. Throws `invalid-argument` if it cannot be parsed. */
function timeOf(name: string, bound: number | string | undefined): number | undefined {
  if (bound === undefined) return undefined;
  const time = typeof bound === 'string' ? parseTime(bound) : bound;
  if (typeof time !== 'number' || Number.isNaN(time))
    return refuse(
      `"${name}" of a filter`,
      'epoch milliseconds (date.getTime()) or an ISO 8601 timestamp',
      bound,
    );
  return time;
}

function labelTests(filter: LogFilter): Test[] {
  const tests: Test[] = [];
  const { levels, minLevel } = filter;
  if (levels) {
    for (const level of levels) checkOneOf('A level', level, LOG_LEVELS);
    const wanted = new Set(levels);
    tests.push((line) => wanted.has(line.level));
  }
  if (minLevel !== undefined) {
    checkOneOf('minLevel', minLevel, LOG_LEVELS);
    const least = levelRank(minLevel);
    tests.push((line) => levelRank(line.level) >= least);
  }
  const since = timeOf('since', filter.since);
  const until = timeOf('until', filter.until);
  // A line without a time fails, because any comparison with NaN is false.
  if (since !== undefined) tests.push(({ time = Number.NaN }) => time >= since);
  if (until !== undefined) tests.push(({ time = Number.NaN }) => time < until);
  const oneOf = (values: readonly string[] | undefined, names: readonly string[]): void => {
    if (!values) return;
    const wanted = new Set(values.map(String)); // as a server's labels, ids may be numbers
    tests.push((line) => names.some((name) => wanted.has(line.labels[name] as string)));
  };
  oneOf(filter.streams, ['stream']);
  oneOf(filter.types, ['type', 'log_type']);
  oneOf(filter.sources, ['service', 'task_run_id', 'job_run_id']);
  for (const [name, value] of Object.entries(filter.labels ?? {}))
    oneOf(value === undefined || value === null || Array.isArray(value) ? value : [value], [name]);
  const steps = filter.steps?.map((step) => String(step).toLowerCase());
  if (steps)
    tests.push(({ labels }) => {
      const name = (labels['step_name'] ?? labels['task_name'] ?? '').toLowerCase();
      return steps.some((step) => name.includes(step));
    });
  return tests;
}

function textTests(filter: LogFilter, matching: Matching): Test[] {
  const { text, exclude, regex, caseSensitive = false } = filter;
  const tests: Test[] = [];
  const includes = (part: string): Test => {
    if (caseSensitive) return ({ text: plain }) => plain.includes(part);
    const pattern = new RegExp(escapePattern(part), 'i');
    return ({ text: plain }) => pattern.test(plain);
  };
  if (text) tests.push(includes(text));
  if (exclude) tests.push(not(includes(exclude)));
  if (regex instanceof RegExp)
    // With `g` or `y`, `test` would continue where it stopped in the previous line.
    tests.push(matching(new RegExp(regex.source, regex.flags.replace(/[gy]/g, ''))));
  else if (regex) tests.push(matching(compileExpression(regex, caseSensitive ? 'm' : 'im')));
  return tests;
}
