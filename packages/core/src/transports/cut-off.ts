import { LogStreamError } from '../errors.js';
import { codeOf, IF_REPEATED, safeCause, showUrl } from '../lib/http-errors.js';

/** The error for a stream that was cut off after it had opened. */
export function cutOff(thrown: unknown, url: string): LogStreamError {
  return new LogStreamError(
    'network',
    `The stream from ${showUrl(url)} was cut off${codeOf(thrown)}. ${IF_REPEATED}`,
    { cause: safeCause(thrown, url) },
  );
}
