/** Where the trace of a stream goes that was asked for with `debug` or in the environment. */
import { invalidArgument } from '../errors.js';

type Write = (line: string) => void;

/** What a page and Node have in common, as far as it matters here. */
interface DebugHost {
  readonly console: { debug(line: string): void; error(line: string): void };
  readonly process?: { readonly env?: Readonly<Record<string, string | undefined>> };
}

/**
 * Takes each line of the trace; undefined where none is wanted. `debug` goes before the environment, where a `TAILRACE_DEBUG` that
 * is neither empty nor 0 asks for it. Throws `invalid-argument`.
 */
export function debugOutput(
  debug: boolean | Write | undefined,
  host: object = globalThis,
): Write | undefined {
  if (typeof debug === 'function') return debug;
  if (debug !== undefined && typeof debug !== 'boolean')
    throw invalidArgument('debug must be true, false, or a function that takes a line of text.');
  const { console, process } = host as DebugHost;
  const asked = process?.env?.['TAILRACE_DEBUG'] ?? '';
  if (!(debug ?? (asked !== '' && asked !== '0'))) return undefined;
  // Node's `debug` writes where the program's own output stands.
  return (line) => console[process?.env ? 'error' : 'debug'](`[tailrace] ${line}`);
}
