import { invalidArgument } from '../errors.js';

/** Checks an `AbortSignal`; undefined passes, and so does null, as for `fetch`. */
export function checkSignal(signal: AbortSignal | null | undefined): void {
  if (signal && typeof signal.addEventListener !== 'function')
    throw invalidArgument('signal must be an AbortSignal.');
}
