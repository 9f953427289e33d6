import { LogStreamError } from '../errors.js';
import { codeOf, showUrl, TRIED_AGAIN } from '../lib/http.js';

/**
 * What the host threw, fit to be a `cause`. Hosts like to quote the whole address in their messages; where a token may
 * stand in it (query, user info), the sentence is dropped and only the error's name is kept.
 */
export function safeCause(thrown: unknown, url: string): unknown {
  const secret = url.slice(url.indexOf('?') + 1 || url.length);
  const quotes = (value: unknown): boolean => {
    const text = value instanceof Error ? `${value.message}\n${value.stack ?? ''}` : String(value);
    return text.includes(url) || (secret !== '' && text.includes(secret));
  };
  const nested = thrown instanceof Error ? thrown.cause : undefined;
  if (!quotes(thrown) && (nested === undefined || !quotes(nested))) return thrown;
  const name = thrown instanceof Error ? thrown.name : typeof thrown;
  return new Error(`${name} (its message quoted the address and is left out)`);
}

/** A stream that had begun and was cut off. */
export function cutOff(thrown: unknown, url: string): LogStreamError {
  return new LogStreamError(
    'network',
    `The stream from ${showUrl(url)} was cut off${codeOf(thrown)}. ${TRIED_AGAIN}`,
    { cause: safeCause(thrown, url) },
  );
}

/** An attempt that did not open in time. */
export function connectTimeout(url: string, ms: number): LogStreamError {
  return new LogStreamError(
    'timeout',
    `${showUrl(url)} did not accept the stream within ${ms} ms. Check that the server is up and no proxy holds it back.`,
  );
}
