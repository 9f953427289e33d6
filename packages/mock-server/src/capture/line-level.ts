import type { LineLevel, LineStream } from '../store/log-line.js';

const words: Readonly<Record<string, LineLevel>> = {
  trace: 'trace',
  verbose: 'debug',
  debug: 'debug',
  info: 'info',
  information: 'info',
  notice: 'info',
  warn: 'warn',
  warning: 'warn',
  err: 'error',
  error: 'error',
  severe: 'error',
  critical: 'fatal',
  crit: 'fatal',
  fatal: 'fatal',
  panic: 'fatal',
};
const word = Object.keys(words)
  .sort((a, b) => b.length - a.length)
  .join('|');

/** CSI and OSC sequences: they colour the prefix but are not part of it. */
const ansi = /\u001b(?:\[[0-9;:?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\))/g;
/** A clock in front of the level, in brackets or not: `2026-01-15T10:30:45.123Z`, `[10:30:45]`. */
const clock = /^\[?(?:\d{4}-\d{2}-\d{2}[T ])?\d{2}:\d{2}(?::\d{2})?(?:[.,]\d+)?(?:Z|[+-]\d{2}:?\d{2})?\]?\s+/;

/** `ERROR: …`, `warn: …`, `Debug - …`: a level and a separator, in any case. */
const named = new RegExp(`^(${word})(?::|\\s+[-|–]\\s)`, 'i');
/** `[warn] …`, `<error> …`, `(info) …`. */
const bracketed = new RegExp(`^[[<(]\\s*(${word})\\s*[\\])>]`, 'i');
/** `ERROR …`: without a separator only in capitals, as "error handling works" is a sentence. */
const shouted = new RegExp(`^(${word.toUpperCase()})(?=\\s|$)`);
/** `npm warn …`: the tool's name before the level. */
const tool = new RegExp(`^(?:npm|yarn|pnpm) (${word}|ERR)(?=[!\\s]|$)`, 'i');

/** A quick test: most lines have no such word near their beginning. */
const anyWord = new RegExp(`${word}`, 'i');

/** Characters to look at: a level is near the beginning or absent. */
const prefixLength = 200;

/** Where JSON loggers put the level. */
const levelKeys = ['level', 'severity', 'lvl', 'levelname'];
/** The levels that pino and bunyan write as 10, 20, … 60. */
const numbered: readonly LineLevel[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];
/** A longer JSON line is not parsed. */
const longestJson = 32_768;

function levelOf(value: unknown): LineLevel | undefined {
  if (typeof value === 'number') return numbered[Math.floor(value / 10) - 1];
  const name = typeof value === 'string' ? value.trim().toLowerCase() : '';
  return Object.hasOwn(words, name) ? words[name] : undefined;
}

function jsonLevel(line: string): LineLevel | undefined {
  try {
    const fields = JSON.parse(line) as Readonly<Record<string, unknown>>;
    return levelKeys.map((key) => levelOf(fields[key])).find((level) => level !== undefined);
  } catch {
    return undefined;
  }
}

function prefixLevel(line: string): LineLevel | undefined {
  const prefix = line.slice(0, prefixLength);
  if (!anyWord.test(prefix)) return undefined;
  const text = prefix.replace(ansi, '').trimStart().replace(clock, '');
  const found = named.exec(text) ?? bracketed.exec(text) ?? shouted.exec(text) ?? tool.exec(text);
  return levelOf(found?.[1]);
}

/** The level that a line states in its prefix, or in a field of its JSON; without one, `error` for stderr and `info` for everything else. */
export function lineLevel(line: string, stream: LineStream): LineLevel {
  const isJson = line.length <= longestJson && /^\s*\{/.test(line);
  return (isJson ? jsonLevel(line) : prefixLevel(line)) ?? (stream === 'stderr' ? 'error' : 'info');
}
