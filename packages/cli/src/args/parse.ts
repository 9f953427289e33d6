/** Parses a command line into a {@link Command}. Pure: the environment and the time are passed in. */
import { UsageError } from '../usage-error.js';
import { oneOf } from './checks.js';
import { COMMANDS, type Command } from './command.js';
import { closest } from './closest.js';
import { parseDoctor } from './parse-doctor.js';
import { parseDownload } from './parse-download.js';
import { parseReplay } from './parse-replay.js';
import { parseServe } from './parse-serve.js';
import { parseTail } from './parse-tail.js';

/** What parsing may use besides the command line. */
export interface ParseContext {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Epoch milliseconds, for ages such as `--since 10m`. */
  readonly now: number;
}

const LIST = `${COMMANDS.slice(0, -1).join(', ')} or ${COMMANDS.at(-1) ?? ''}`;
const HELP = new Set(['--help', '-h', 'help']);
const VERSION = new Set(['--version', '-V']);

/** Parses `argv` (without program and script). Throws a {@link UsageError}. */
export function parseCommand(argv: readonly string[], context: ParseContext): Command {
  const [first, ...others] = argv;
  if (first === undefined) throw new UsageError(`Missing command: ${LIST}.`);
  if (VERSION.has(first)) return { name: 'version' };
  if (HELP.has(first)) {
    const about = others[0];
    return {
      name: 'help',
      about: about === undefined ? undefined : oneOf('The command', about, COMMANDS, 'help'),
    };
  }
  const command = COMMANDS.find((name) => name === first);
  if (command === undefined) {
    const near = closest(first, COMMANDS);
    throw new UsageError(
      `The command must be ${LIST}${near === undefined ? '.' : `; did you mean ${near}?`}`,
    );
  }
  // --help works in any position, except among the words of a command to capture.
  const end = others.indexOf('--');
  const own = end < 0 ? others : others.slice(0, end);
  if (own.some((word) => word === '--help' || word === '-h')) return { name: 'help', about: command };
  if (own.some((word) => VERSION.has(word))) return { name: 'version' };
  if (command === 'serve') return parseServe(others);
  if (command === 'tail') return parseTail(others, context);
  if (command === 'replay') return parseReplay(others, context);
  if (command === 'doctor') return parseDoctor(others, context);
  return parseDownload(others, context);
}
