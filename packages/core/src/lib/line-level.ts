/**
 * Infers the level of a line of text: `ERROR: …`, `[warn] …`, `2026-… ERROR …`, `level=error`, JSON logs, with or without
 * colours. Reads only the beginning of the line, and each character about once.
 */
import type { LogLevel } from '../entry.js';
import { isRecord, parseJson, type JsonRecord } from './json.js';
import { levelOf, type LevelReader } from './level-reader.js';

/** Characters read. A level word further back is part of the message. */
const PREFIX = 160;
/** A longer word is never a level. */
const LONGEST_WORD = 24;
/** Of a longer JSON line only the beginning is read. */
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
/** Marks that set a level off if they follow it directly. */
const CLOSERS = codes(':]|)>![');
/** Marks that set a level off if they follow after a space. */
const SPACED_CLOSERS = codes('-|:');
/** Marks that may precede a level in the middle of a prefix. */
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

/** By character code: 1 for the characters of words, timestamps and loggers' names. A table for speed: it is used for every character. */
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

/** Index of the first character at or after `from` that is neither part of a colour sequence nor, with `blanks`, white space. */
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

/** The level in the prefix of klog and glog: `E0115 10:30:45.123456 …`. */
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
  /** So far there were only timestamps, words in brackets and marks. */
  let inPrefix = true;
  let stamped = false;
  let afterLevelKey = false;
  /** The last mark; 0 if a word followed. */
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
      // `10:30`, `2026-01` and `[1234]` are parts of timestamps and ids; in `3 failed` the number belongs to the message.
      if (next === COLON || next === MINUS || next === SLASH || next === CLOSE) stamped = true;
      opener = 0;
      continue;
    }
    // Beyond the prefix most words cannot be a level; they are not even extracted.
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
    // After a word outside brackets, only a level that is set off by marks counts.
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

/** The level of a JSON line that is too long or truncated: what follows the first `"level":`. */
function levelNear(line: string, read: LevelReader): LogLevel | undefined {
  const head = line.slice(0, 1024);
  for (const key of LEVEL_KEYS) {
    const at = head.indexOf(`"${key}":`);
    if (at < 1 || head.charCodeAt(at - 1) === BACKSLASH) continue; // an escaped quote is inside a string
    const from = skipUnseen(head, at + key.length + 3, head.length, true);
    if (head.charCodeAt(from) === QUOTE) return read(head.slice(from + 1, head.indexOf('"', from + 1)));
    const number = Number.parseInt(head.slice(from, from + 4), 10);
    return Number.isNaN(number) ? undefined : read(number);
  }
  return undefined;
}

/** The level that a line states; undefined if it states none. */
export function findLineLevel(line: string, read: LevelReader = levelOf): LogLevel | undefined {
  const start = skipUnseen(line, 0, Math.min(line.length, PREFIX), true);
  if (line.charCodeAt(start) !== BRACE) return textLevel(line, start, read);
  if (line.length <= LONGEST_JSON) {
    const parsed = parseJson(start === 0 ? line : line.slice(start));
    if (isRecord(parsed)) return recordLevel(parsed, read);
  }
  return levelNear(line, read);
}

/** The level that a line states; `info` if it states none. */
export function lineLevel(line: string, read: LevelReader = levelOf): LogLevel {
  return findLineLevel(line, read) ?? 'info';
}
