/** Where the trace of a stream goes, as set by the option `debug` or the environment. */
import { checkType } from './arguments.js';

type Write = (line: string) => void;

/** The globals of a page or Node that are used here. */
interface DebugHost {
  readonly console: { debug(line: string): void; error(line: string): void };
  readonly process?: { readonly env?: Readonly<Record<string, string | undefined>> };
}

/**
 * Returns the function that receives each line of the trace; undefined if there is no trace. The option takes precedence over the
 * environment variable `TAILRACE_DEBUG`, which counts as set unless it is empty or 0. Throws `invalid-argument` for an invalid option.
 */
export function debugOutput(
  debug: boolean | Write | undefined,
  host: object = globalThis,
): Write | undefined {
  if (typeof debug === 'function') return debug;
  checkType('debug', debug, 'boolean', 'function');
  const { console, process } = host as DebugHost;
  const variable = process?.env?.['TAILRACE_DEBUG'] ?? '';
  if (!(debug ?? (variable !== '' && variable !== '0'))) return undefined;
  // In Node, `console.debug` writes to stdout, into the program's own output.
  return (line) => console[process?.env ? 'error' : 'debug'](`[tailrace] ${line}`);
}
