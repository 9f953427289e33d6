/**
 * Reading the level off a plain line of text: `ERROR: …`, `[warn] …`, `2026-… ERROR …`, `level=error`, JSON logs, all of
 * them coloured or not. Looks at the beginning of the line only, and at each character once.
 */
import type { LogLevel } from '../entry.js';
import { isRecord, parseJson, type JsonRecord } from './json.js';
import { LONGEST_LEVEL_WORD, levelOf, type LevelReader } from './levels.js';

/** Characters looked at. A level that stands further back is part of what is said. */
const PREFIX = 160;
/** A JSON line longer than this is looked into only at its beginning. */
const LONGEST_JSON = 32_768;
const LEVEL_KEYS = ['level', 'severity', 'lvl', 'levelname', 'log.level', '@level', 'severity_text', 'loglevel'] as const;

const ESC = 27;
const SPACE = 32;
const TAB = 9;
const BRACE = 123;
const EQUALS = 61;

/** Index after a control sequence that begins at `at`. */
function skipEscape(line: string, at: number, end: number): number {
  if (line.charCodeAt(at + 1) !== 91) return at + 2;
  let next = at + 2;
  while (next < end) {
    const code = line.charCodeAt(next++);
    if (code >= 64 && code <= 126) break;
  }
  return next;
}

/** Letters, digits, `_` and `.`: what a word or a logger's name is made of. */
function isWord(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 95 ||
    code === 46 ||
    code > 127
  );
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isUpperCase(word: string): boolean {
  for (let at = 0; at < word.length; at++) {
    const code = word.charCodeAt(at);
    if (code < 65 || code > 90) return false;
  }
  return true;
}

/** What may stand right after a level: `:` `]` `|` `)` `>` `-` `!` `[` `(` and `,`. */
const CLOSERS = new Set([':', ']', '|', ')', '>', '-', '!', '[', '(', ','].map((mark) => mark.charCodeAt(0)));
/** What may stand before a level in the middle of a prefix: `[` `(` `<` `|` `:` `-` `/` `]`. */
const OPENERS = new Set(['[', '(', '<', '|', ':', '-', '/', ']', ')', '>'].map((mark) => mark.charCodeAt(0)));

/** The first character from `at` on that is neither space nor colour; 0 at the end. */
function nextVisible(line: string, from: number, end: number): number {
  let at = from;
  while (at < end) {
    const code = line.charCodeAt(at);
    if (code === ESC) at = skipEscape(line, at, end);
    else if (code === SPACE) at += 1;
    else return code;
  }
  return 0;
}

/** klog and glog: `E0115 10:30:45.123456 …`. */
function glogLevel(word: string): LogLevel | undefined {
  if (word.length !== 5) return undefined;
  for (let at = 1; at < 5; at++) if (!isDigit(word.charCodeAt(at))) return undefined;
  const letter = word.charCodeAt(0);
  if (letter === 73) return 'info';
  if (letter === 87) return 'warn';
  if (letter === 69) return 'error';
  return letter === 70 ? 'fatal' : undefined;
}

function isLevelKey(word: string): boolean {
  return (LEVEL_KEYS as readonly string[]).includes(word.toLowerCase());
}

/** Index of the first character that is not colour or white space. */
function firstVisible(line: string): number {
  const end = Math.min(line.length, PREFIX);
  let at = 0;
  while (at < end) {
    const code = line.charCodeAt(at);
    if (code === ESC) at = skipEscape(line, at, end);
    else if (code === SPACE || code === TAB) at += 1;
    else break;
  }
  return at;
}

function textLevel(line: string, start: number, read: LevelReader): LogLevel | undefined {
  const end = Math.min(line.length, PREFIX);
  /** Only stamps, bracketed words and marks so far. */
  let inPrefix = true;
  let stamped = false;
  let valueOfLevel = false;
  /** The last character that was neither word, space nor colour. */
  let opener = 0;
  let bracketed = 0;
  let at = start;
  while (at < end) {
    const code = line.charCodeAt(at);
    if (code === ESC) {
      at = skipEscape(line, at, end);
      continue;
    }
    if (!isWord(code)) {
      if (code !== SPACE && code !== TAB) opener = code;
      if (code === 91) bracketed += 1;
      else if (code === 93 && bracketed > 0) bracketed -= 1;
      if (code !== EQUALS && code !== 34) valueOfLevel = false;
      at += 1;
      continue;
    }
    const from = at;
    while (at < end && isWord(line.charCodeAt(at))) at += 1;
    const length = at - from;
    const next = at < line.length ? line.charCodeAt(at) : 0;
    if (isDigit(code)) {
      // a stamp, a process id, a line number
      stamped = true;
      opener = 0;
      continue;
    }
    if (length <= LONGEST_LEVEL_WORD) {
      const word = line.slice(from, at);
      if (next === EQUALS) {
        valueOfLevel = isLevelKey(word);
        continue;
      }
      const level = read(word) ?? (inPrefix ? glogLevel(word) : undefined);
      if (level !== undefined) {
        if (valueOfLevel) return level;
        const closed = CLOSERS.has(next) || CLOSERS.has(nextVisible(line, at, end));
        if (inPrefix && (closed || stamped || isUpperCase(word) || word.length === 5 && isDigit(word.charCodeAt(4))))
          return level;
        if (isUpperCase(word) && OPENERS.has(opener)) return level;
      }
      if (inPrefix && word === 'npm') continue; // npm ERR!, npm warn
    } else if (next === EQUALS) {
      valueOfLevel = isLevelKey(line.slice(from, at));
      continue;
    }
    valueOfLevel = false;
    opener = 0;
    // A word that is no level and stands in no brackets: from here on only marked words count.
    if (bracketed === 0 && next !== 47) inPrefix = false;
  }
  return undefined;
}

function recordLevel(record: JsonRecord, read: LevelReader): LogLevel | undefined {
  for (const key of LEVEL_KEYS) {
    const value = record[key];
    if (value === undefined) continue;
    const level = read(value);
    if (level !== undefined) return level;
  }
  const nested = record['log']; // Elastic's {"log":{"level":…}}
  return isRecord(nested) ? read(nested['level']) : undefined;
}

/** The level of a JSON line that is too long or cut off: what stands after the first `"level":`. */
function levelNear(line: string, read: LevelReader): LogLevel | undefined {
  const head = line.slice(0, 1024);
  for (const key of LEVEL_KEYS) {
    const at = head.indexOf(`"${key}":`);
    if (at < 0 || head.charCodeAt(at - 1) === 92) continue; // \" is inside a text
    let from = at + key.length + 3;
    while (head.charCodeAt(from) === SPACE) from += 1;
    if (head.charCodeAt(from) === 34) return read(head.slice(from + 1, head.indexOf('"', from + 1)));
    const number = Number.parseInt(head.slice(from, from + 4), 10);
    return Number.isNaN(number) ? undefined : read(number);
  }
  return undefined;
}

/** The level that a line says itself; undefined when it says none. */
export function findLineLevel(line: string, read: LevelReader = levelOf): LogLevel | undefined {
  const start = firstVisible(line);
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
