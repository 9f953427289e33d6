/** Which lines to show, as data, and the test that it stands for. */
import { LOG_LEVELS, type LogEntry, type LogItem, type LogLevel } from '../entry.js';
import { invalidArgument } from '../errors.js';
import { stripAnsi } from '../format/ansi.js';
import { levelRank } from '../format/levels.js';

/**
 * All conditions must hold. Within a list one of the values is enough, so that an empty list lets no line pass; leave it
 * out to ask for nothing. Texts are looked for in the message as it is shown. Gaps pass every filter: a hole is never hidden.
 */
export interface LogFilter {
  readonly levels?: readonly LogLevel[];
  /** This severe or more. */
  readonly minLevel?: LogLevel;
  /** Values of the label `stream`: `stdout`, `stderr`, `system`. */
  readonly streams?: readonly string[];
  /** Values of the label `type` or `log_type`. */
  readonly types?: readonly string[];
  /** Parts of the labels `step_name` or `task_name`, in any case. */
  readonly steps?: readonly string[];
  /** Values of the labels `service`, `task_run_id` or `job_run_id`. */
  readonly sources?: readonly string[];
  /** Exact values by label. */
  readonly labels?: Readonly<Record<string, string | readonly string[]>>;
  /** Part of the message. */
  readonly text?: string;
  /** Regular expression on the message; a string is its source. */
  readonly regex?: string | RegExp;
  /** For `text`, `exclude` and a `regex` given as a string. Default false. */
  readonly caseSensitive?: boolean;
  /** Lines with this part are left out. */
  readonly exclude?: string;
}

/** Whether a filter lets everything pass. */
export function isEmptyFilter(filter: LogFilter | undefined): boolean {
  if (!filter) return true;
  const { caseSensitive: _, ...conditions } = filter;
  return Object.values(conditions).every(
    (value) =>
      value === undefined ||
      value === '' ||
      (typeof value === 'object' &&
        !Array.isArray(value) &&
        !(value instanceof RegExp) &&
        Object.keys(value).length === 0),
  );
}

type Test = (entry: LogEntry) => boolean;

/** The test of a filter. Throws `invalid-argument` for a regular expression that is none and for an unknown level. */
export function compileFilter(filter: LogFilter = {}): (item: LogItem) => boolean {
  // Cheap tests first: most lines never get to the text.
  const tests = [...labelTests(filter), ...textTests(filter)];
  return (item) => item.kind === 'gap' || tests.every((test) => test(item));
}

function checkLevel(level: LogLevel): void {
  if (!LOG_LEVELS.includes(level))
    throw invalidArgument(`There is no level "${String(level)}". Use one of ${LOG_LEVELS.join(', ')}.`);
}

function labelTests(filter: LogFilter): Test[] {
  const tests: Test[] = [];
  const { levels, minLevel } = filter;
  if (levels) {
    levels.forEach(checkLevel);
    const wanted = new Set(levels);
    tests.push((entry) => wanted.has(entry.level));
  }
  if (minLevel !== undefined) {
    checkLevel(minLevel);
    const least = levelRank(minLevel);
    tests.push((entry) => levelRank(entry.level) >= least);
  }
  const oneOf = (values: readonly string[] | undefined, names: readonly string[]): void => {
    if (!values) return;
    const wanted = new Set(values);
    tests.push((entry) => names.some((name) => wanted.has(entry.labels[name] as string)));
  };
  oneOf(filter.streams, ['stream']);
  oneOf(filter.types, ['type', 'log_type']);
  oneOf(filter.sources, ['service', 'task_run_id', 'job_run_id']);
  for (const [name, value] of Object.entries(filter.labels ?? {}))
    oneOf(typeof value === 'string' ? [value] : value, [name]);
  const steps = filter.steps?.map((step) => step.toLowerCase());
  if (steps)
    tests.push(({ labels }) => {
      const name = (labels['step_name'] ?? labels['task_name'] ?? '').toLowerCase();
      return steps.some((step) => name.includes(step));
    });
  return tests;
}

/** What the message must and must not hold. A message is made plain once, however much is asked of it. */
function textTests(filter: LogFilter): Test[] {
  const { text, exclude, regex, caseSensitive = false } = filter;
  const tests: ((shown: string) => boolean)[] = [];
  const includes = (part: string): ((shown: string) => boolean) => {
    if (caseSensitive) return (shown) => shown.includes(part);
    const lower = part.toLowerCase();
    return (shown) => shown.toLowerCase().includes(lower);
  };
  if (text) tests.push(includes(text));
  if (exclude) {
    const excluded = includes(exclude);
    tests.push((shown) => !excluded(shown));
  }
  if (regex !== undefined && regex !== '') {
    const pattern = compilePattern(regex, caseSensitive);
    tests.push((shown) => pattern.test(shown));
  }
  if (tests.length === 0) return [];
  return [
    (entry) => {
      const shown = stripAnsi(entry.message);
      return tests.every((test) => test(shown));
    },
  ];
}

/** A stateless regular expression: `g` and `y` would remember a place from line to line. A message may hold several lines, hence `m`. */
function compilePattern(regex: string | RegExp, caseSensitive: boolean): RegExp {
  if (typeof regex !== 'string') return new RegExp(regex.source, regex.flags.replace(/[gy]/g, ''));
  try {
    return new RegExp(regex, caseSensitive ? 'm' : 'im');
  } catch (thrown) {
    throw invalidArgument(
      `This is not a regular expression: ${thrown instanceof Error ? thrown.message : String(thrown)}`,
    );
  }
}
