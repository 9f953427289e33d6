/** Finds the JSON in a message: the whole message, or everything after a timestamp or another prefix. */
import { stripAnsi, type LogEntry } from '@tailrace/core';

/** JSON, as text and as a value. */
export interface FoundJson {
  /** Exactly as in the message: numbers too large for JavaScript and the order of keys are kept. */
  readonly text: string;
  readonly value: object;
}

/** Messages up to this length are parsed when a row is drawn; for longer ones only the first and last characters are checked. */
const TRIED = 4_096;
/** Number of places that are tried; a message with more brackets is not a JSON line. */
const PLACES = 8;

/** Where an object or a list may begin, as opposed to words in brackets. */
const BEGINNING = /\{\s*"|\[\s*(?:[[{"\d-]|true\b|false\b|null\b)/g;

/** What may come after the last bracket: blanks, and the end of a colour. */
const TAIL = /(?:\s|\u001b\[[\d;:]*m)+$/;

/** What JSON with blanks and colours after it can end with. */
const LAST = /[}\]\sm]$/;

/** Whether a message ends like JSON, judging by its last characters. */
function endsLikeJson(message: string): boolean {
  if (!LAST.test(message.slice(-1))) return false;
  const last = message.slice(-64).replace(TAIL, '').slice(-1);
  return last === '}' || last === ']';
}

function* beginnings(text: string): Generator<number> {
  let count = 0;
  for (const { index } of text.matchAll(BEGINNING)) {
    yield index;
    count += 1;
    if (count === PLACES) return;
  }
}

/** Numbers with this many characters may exceed JavaScript's precision. */
const LONG_NUMBER = /[\d.]{16}/;
/** The strings and the long numbers of a JSON text. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]{15,}/g;
/** A long number is kept as a text with a mark before it: this is no character, so no text needs it. */
const EXACT = /^\uffff([\d.eE+-]{16,})$/;
const MARK = /\uffff|\\uffff/i;

/** A number that JavaScript would change, such as an id of twenty digits, as it was sent; undefined for any other value. */
export function exactNumber(value: unknown): string | undefined {
  return typeof value === 'string' ? EXACT.exec(value)?.[1] : undefined;
}

/** `JSON.parse` that keeps the text of long numbers, see {@link exactNumber}: several times as fast as with a function that sees each value. */
function parseExactly(text: string): unknown {
  const value: unknown = JSON.parse(text);
  if (!LONG_NUMBER.test(text) || MARK.test(text)) return value;
  return JSON.parse(
    text.replace(TOKENS, (token) =>
      !token.startsWith('"') && LONG_NUMBER.test(token) ? `"\uffff${token}"` : token,
    ),
  );
}

/** `[3]`, at the end of a sentence. */
function isAside(value: object): boolean {
  return Array.isArray(value) && value.length < 2 && typeof value[0] !== 'object';
}

/** The JSON in a message; undefined where there is none. */
export function findJson(message: string): FoundJson | undefined {
  if (!endsLikeJson(message)) return undefined;
  const shown = stripAnsi(message).trimEnd();
  if (!shown.endsWith('}') && !shown.endsWith(']')) return undefined;
  for (const start of beginnings(shown)) {
    const text = shown.slice(start);
    try {
      const value = parseExactly(text) as object;
      if (start === 0 || !isAside(value)) return { text, value };
    } catch {
      // These brackets are not JSON, but the next ones may be.
    }
  }
  return undefined;
}

/** Whether a row has details to disclose. Cheap if it has none. */
export function hasDetails(entry: LogEntry): boolean {
  if (entry.metadata !== undefined && Object.keys(entry.metadata).length > 0) return true;
  const { message } = entry;
  if (!endsLikeJson(message)) return false;
  if (message.length <= TRIED) return findJson(message) !== undefined;
  return !beginnings(stripAnsi(message.slice(0, TRIED))).next().done;
}
