import { LogStreamError } from '../errors.js';
import { codeOf, safeCause, showUrl, TRIED_AGAIN } from '../lib/http-errors.js';

/** The error for a stream that was cut off after it had opened. */
export function cutOff(thrown: unknown, url: string): LogStreamError {
  return new LogStreamError(
    'network',
    `The stream from ${showUrl(url)} was cut off${codeOf(thrown)}. ${TRIED_AGAIN}`,
    { cause: safeCause(thrown, url) },
  );
}
