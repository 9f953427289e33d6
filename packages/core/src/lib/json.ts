/** Reads data from a server without trusting it: every field is checked when it is read. */

/** A JSON object whose fields are not known yet. */
export type JsonRecord = Readonly<Record<string, unknown>>;

const BYTE_ORDER_MARK = 0xfeff;

/** Parses JSON; undefined if the text is not JSON (which itself has no undefined). Never throws. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text);
  } catch {
    return undefined; // only the caller knows whether this is an error
  }
}

/** Whether a value is an object, and neither null nor an array. */
export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A string, or undefined for anything else. */
export function readString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/**
 * A non-empty string, or a number as a string, because servers send ids in both forms; undefined for anything else, and for a number so large that
 * parsing has rounded it: it would name another line, or another run.
 */
export function readLabel(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' && Math.abs(value) < 2 ** 53 ? String(value) : undefined;
}

/** A whole number of at least 0, or its digits as text, in which many database drivers return a count; undefined for anything else. */
export function readCount(value: unknown): number | undefined {
  const count = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : value;
  return Number.isSafeInteger(count) && (count as number) >= 0 ? (count as number) : undefined;
}

/** A percentage from 0 to 100, or undefined for anything else. */
export function readProgress(value: unknown): number | undefined {
  return typeof value === 'number' && value >= 0 && value <= 100 ? value : undefined;
}

/** Maximum length of data that is quoted in an error message. */
const EXCERPT = 200;

/** A text, shortened for an error message. */
export function excerpt(text: string): string {
  return text.length <= EXCERPT ? text : `${text.slice(0, EXCERPT)}…`;
}

/** A value as a short text, for error messages. Never throws. */
export function describe(value: unknown): string {
  if (typeof value === 'number') return String(value); // JSON has no NaN
  try {
    return excerpt(JSON.stringify(value) ?? String(value));
  } catch {
    return Object.prototype.toString.call(value); // cycles and BigInt
  }
}

/** Decodes base64. Throws for anything else. */
export function bytesOfBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

const BRACE = 123;
/** `e`, with which the base64 of every text that begins with `{` begins. */
const BASE64_BRACE = 101;

/** Parses an object in JSON, or in base64 of that; undefined or anything else for anything else. */
function parseObject(text: string): unknown {
  const first = text.charCodeAt(0);
  if (first === BRACE) return parseJson(text);
  if (first !== BASE64_BRACE) return undefined;
  try {
    return parseJson(new TextDecoder().decode(bytesOfBase64(text)));
  } catch {
    return undefined; // not base64; the value is still in `raw`
  }
}

/**
 * Reads the metadata of a line: an object, its JSON, or the base64 of that, which a database driver sends if it treats JSON as bytes.
 * undefined for anything else, and for `null` and `{}`, so that "no metadata" has only one form.
 */
export function readMetadata(value: unknown): JsonRecord | undefined {
  const read = typeof value === 'string' ? parseObject(value.trim()) : value;
  if (!isRecord(read)) return undefined;
  for (const _key in read) return read;
  return undefined;
}
