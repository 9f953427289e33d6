/**
 * Reading the level off a plain line of text: `ERROR: …`, `[warn] …`, `2026-… ERROR …`, `level=error`, JSON logs, all of
 * them coloured or not. Looks at the beginning of the line only, and at each character about once.
 */
import type { LogLevel } from '../entry.js';
import { isRecord, parseJson, type JsonRecord } from './json.js';
import { levelOf, type LevelReader } from './levels.js';

/** Characters looked at. A level that stands further back is part of what is said. */
const PREFIX = 160;
/** Anything longer is no level's name. */
const LONGEST_WORD = 24;
/** A JSON line longer than this is looked into only at its beginning. */
const LONGEST_JSON = 32_768;
const LEVEL_KEYS = [
  'level',
  'severity',
  'lvl',
  'levelname',
  'log.level',
  '@level',
  'severity_text',
  'loglevel',
] as const;

const TAB = 9;
const ESC = 27;
const SPACE = 32;
const QUOTE = 34;
const MINUS = 45;
const SLASH = 47;
const COLON = 58;
const EQUALS = 61;
const OPEN = 91;
const BACKSLASH = 92;
const CLOSE = 93;
const BRACE = 123;

const codes = (marks: string): ReadonlySet<number> => new Set([...marks].map((mark) => mark.charCodeAt(0)));
/** What ends a level that stands right before it. */
const CLOSERS = codes(':]|)>![');
/** What ends a level after a space. */
const SPACED_CLOSERS = codes('-|:');
/** What may stand before a level in the middle of a prefix. */
const OPENERS = codes('[(<|:-])>#*');

/** Index after the control sequence that begins at `at`. */
function skipEscape(line: string, at: number, end: number): number {
  let next = at + 2;
  if (line.charCodeAt(at + 1) !== OPEN) return next;
  while (next < end) {
    const code = line.charCodeAt(next++);
    if (code >= 64 && code <= 126) break;
  }
  return next;
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** By character code: 1 for what a word, a stamp's part or a logger's name is made of. A table, because every character asks. */
const WORD = new Uint8Array(128);
for (const mark of 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.')
  WORD[mark.charCodeAt(0)] = 1;

function isWord(code: number): boolean {
  return WORD[code] === 1;
}

function isUpperCase(word: string): boolean {
  for (let at = 0; at < word.length; at++) {
    const code = word.charCodeAt(at);
    if (code < 65 || code > 90) return false;
  }
  return true;
}

/** Index of the first character from `from` on that is neither colour nor, with `blanks`, white space. */
function skipUnseen(line: string, from: number, end: number, blanks: boolean): number {
  let at = from;
  while (at < end) {
    const code = line.charCodeAt(at);
    if (code === ESC) at = skipEscape(line, at, end);
    else if (blanks && (code === SPACE || code === TAB)) at += 1;
    else break;
  }
  return at;
}

/** Whether a word that ends at `at` is set off from what follows. */
function isClosed(line: string, at: number, end: number): boolean {
  const next = skipUnseen(line, at, end, false);
  const code = line.charCodeAt(next);
  if (code !== SPACE) return CLOSERS.has(code);
  return SPACED_CLOSERS.has(line.charCodeAt(skipUnseen(line, next, end, true)));
}

/** klog and glog: `E0115 10:30:45.123456 …`. */
function glogLevel(word: string): LogLevel | undefined {
  if (word.length !== 5) return undefined;
  for (let at = 1; at < 5; at++) if (!isDigit(word.charCodeAt(at))) return undefined;
  const letter = word.charAt(0);
  if (letter === 'I') return 'info';
  if (letter === 'W') return 'warn';
  if (letter === 'E') return 'error';
  return letter === 'F' ? 'fatal' : undefined;
}

function isLevelKey(word: string): boolean {
  return (LEVEL_KEYS as readonly string[]).includes(word.toLowerCase());
}

function textLevel(line: string, start: number, read: LevelReader): LogLevel | undefined {
  const end = Math.min(line.length, PREFIX);
  /** Only stamps, words in brackets and marks so far. */
  let inPrefix = true;
  let stamped = false;
  let afterLevelKey = false;
  /** The last mark, unless a word came after it. */
  let opener = 0;
  let brackets = 0;
  let at = start;
  while (at < end) {
    const code = line.charCodeAt(at);
    if (code === ESC) {
      at = skipEscape(line, at, end);
      continue;
    }
    if (!isWord(code)) {
      if (code === OPEN) brackets += 1;
      else if (code === CLOSE && brackets > 0) brackets -= 1;
      if (code !== EQUALS && code !== QUOTE) afterLevelKey = false;
      if (code !== SPACE && code !== TAB) opener = code;
      at += 1;
      continue;
    }
    const from = at;
    do at += 1;
    while (at < end && isWord(line.charCodeAt(at)));
    const next = line.charCodeAt(at);
    if (isDigit(code) && !afterLevelKey) {
      // `10:30`, `2026-01`, `[1234]` are what stamps and ids are made of; in `3 failed` the number belongs to the sentence.
      if (next === COLON || next === MINUS || next === SLASH || next === CLOSE) stamped = true;
      opener = 0;
      continue;
    }
    // Past the prefix most words cannot matter and are not even cut out.
    const marked = OPENERS.has(opener);
    if (at - from <= LONGEST_WORD && (inPrefix || marked || afterLevelKey || next === EQUALS)) {
      const word = line.slice(from, at);
      if (next === EQUALS) {
        afterLevelKey = isLevelKey(word);
        continue;
      }
      const level = read(word);
      if (level !== undefined) {
        if (afterLevelKey) return level;
        const closed = isClosed(line, at, line.length);
        if (inPrefix && (closed || stamped || isUpperCase(word))) return level;
        if (marked && (isUpperCase(word) || next === COLON || next === CLOSE)) return level;
      } else if (from === start) {
        const glog = glogLevel(word);
        if (glog !== undefined) return glog;
      }
      if (inPrefix && word === 'npm') {
        stamped = true; // npm ERR!, npm warn
        continue;
      }
    }
    afterLevelKey = false;
    opener = 0;
    // Once a word stands outside brackets, only a level that is set off by marks counts.
    if (brackets === 0 && next !== SLASH) inPrefix = false;
  }
  return undefined;
}

function recordLevel(record: JsonRecord, read: LevelReader): LogLevel | undefined {
  for (const key of LEVEL_KEYS) {
    const value = record[key];
    const level = value === undefined ? undefined : read(value);
    if (level !== undefined) return level;
  }
  const nested = record['log']; // Elastic's {"log":{"level":…}}
  return isRecord(nested) ? read(nested['level']) : undefined;
}

/** The level of a JSON line that is too long or cut off: what follows the first `"level":`. */
function levelNear(line: string, read: LevelReader): LogLevel | undefined {
  const head = line.slice(0, 1024);
  for (const key of LEVEL_KEYS) {
    const at = head.indexOf(`"${key}":`);
    if (at < 1 || head.charCodeAt(at - 1) === BACKSLASH) continue; // \" is inside a text
    const from = skipUnseen(head, at + key.length + 3, head.length, true);
    if (head.charCodeAt(from) === QUOTE) return read(head.slice(from + 1, head.indexOf('"', from + 1)));
    const number = Number.parseInt(head.slice(from, from + 4), 10);
    return Number.isNaN(number) ? undefined : read(number);
  }
  return undefined;
}

/** The level that a line says itself; undefined when it says none. */
export function findLineLevel(line: string, read: LevelReader = levelOf): LogLevel | undefined {
  const start = skipUnseen(line, 0, Math.min(line.length, PREFIX), true);
  if (line.charCodeAt(start) !== BRACE) return textLevel(line, start, read);
  if (line.length <= LONGEST_JSON) {
    const parsed = parseJson(start === 0 ? line : line.slice(start));
    if (isRecord(parsed)) return recordLevel(parsed, read);
  }
  return levelNear(line, read);
}

/** The level that a line says itself, `info` when it says none. */
export function lineLevel(line: string, read: LevelReader = levelOf): LogLevel {
  return findLineLevel(line, read) ?? 'info';
}
