import { invalidArgument } from '../errors.js';
import { isRecord } from '../lib/json.js';

/** Throws `invalid-argument` for what is no source: nothing at all, or a backend of which no log was chosen. */
export function checkSource(source: unknown): void {
  if (isRecord(source) && typeof source['key'] === 'string' && typeof source['live'] === 'function') return;
  const given = isRecord(source) ? 'an object that is none' : source === null ? 'null' : typeof source;
  throw invalidArgument(
    `A stream needs the source of one log, such as codespace({ … }).task("…") or createLogFeed(). What came is ${given}.`,
  );
}
