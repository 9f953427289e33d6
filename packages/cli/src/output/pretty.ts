import { describeGap, type LogEntry, type LogItem, type LogLevel } from '@tailrace/core';
import type { Renderer } from './renderer.js';
import { visible, visibleWithColours, withoutColours } from './visible.js';

export interface PrettyOptions {
  /** Whether a person reads it: short local times. Otherwise timestamps as sent, so that a file keeps them in full. */
  readonly interactive: boolean;
  readonly colours: boolean;
  /** The log mixes several runs: name the run in each line. */
  readonly manyRuns?: boolean;
}

/** SGR parameters; the 16 colours follow the terminal's own theme. */
const STYLES = {
  dim: '2',
  gap: '33',
  trace: '2',
  debug: '2',
  info: '36',
  warn: '33',
  error: '31',
  fatal: '1;31',
} as const;
type Style = keyof typeof STYLES;

const WORDS: Readonly<Record<LogLevel, string>> = {
  trace: 'TRACE',
  debug: 'DEBUG',
  info: 'INFO ',
  warn: 'WARN ',
  error: 'ERROR',
  fatal: 'FATAL',
};

/** Labels that say to which part of a run a line belongs. */
const PLACES = ['step_name', 'task_name'] as const;

/** Lines for people: time, level, place, message. Of the log's control sequences, only colours reach the terminal. */
export function createPretty(options: PrettyOptions): Renderer {
  const style = (name: Style, text: string): string =>
    options.colours ? `\u001b[${STYLES[name]}m${text}\u001b[0m` : text;
  const message = (text: string): string =>
    options.colours ? visibleWithColours(text) : visible(withoutColours(text));

  const entryLine = (entry: LogEntry): string => {
    const parts = [style('dim', stamp(entry, options.interactive)), style(entry.level, WORDS[entry.level])];
    const place = placeOf(entry, options.manyRuns === true);
    if (place !== '') parts.push(style('dim', `[${visible(place)}]`));
    if (entry.progress !== undefined) parts.push(style('dim', `${Math.round(entry.progress)}%`));
    parts.push(rowsOf(entry.message).map(message).join('\n  '));
    return parts.filter((part) => part !== '').join(' ');
  };

  return {
    line: (item: LogItem) =>
      item.kind === 'log' ? entryLine(item) : style('gap', `--- ${visible(describeGap(item))} ---`),
    notice: () => undefined,
  };
}

/** `run/step`, as far as both are known and useful. */
function placeOf({ labels }: LogEntry, manyRuns: boolean): string {
  const run = manyRuns ? (labels['job_run_id'] ?? labels['type']) : undefined;
  const step = PLACES.map((name) => labels[name]).find((label) => label !== undefined && label !== '');
  return [run, step].filter((part) => part !== undefined).join('/');
}

/** The rows of a message. */
function rowsOf(message: string): string[] {
  return message
    .replace(/[\r\n]+$/, '')
    .split('\n')
    .map(lastState);
}

/** Of a row overwritten with carriage returns (a progress bar), the last state that shows anything: a carriage return erases nothing. */
function lastState(row: string): string {
  const states = row.split('\r').filter((state) => withoutColours(state) !== '');
  return states.at(-1) ?? '';
}

function stamp(entry: LogEntry, interactive: boolean): string {
  if (!interactive || entry.time === undefined) return visible(entry.timestamp ?? '-');
  const time = new Date(entry.time);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${String(time.getMilliseconds()).padStart(3, '0')}`;
}
