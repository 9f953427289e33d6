import { invalidArgument } from '../errors.js';
import { isRecord } from '../lib/json.js';

/** Throws `invalid-argument` for anything but a source, such as a backend of which no log was chosen. */
export function checkSource(source: unknown): void {
  if (isRecord(source) && typeof source['key'] === 'string' && typeof source['live'] === 'function') return;
  // Only the type of the value: the value itself may contain a token.
  const given = isRecord(source) ? 'another object' : source === null ? 'null' : typeof source;
  throw invalidArgument(
    `A stream needs the source of one log, such as codespace({ … }).task("…"), not ${given}.`,
  );
}
