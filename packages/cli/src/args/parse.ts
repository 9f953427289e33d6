/** Parses a command line into a {@link Command}. Pure: the environment and the time are passed in. */
import { UsageError } from '../usage-error.js';
import { listOf, oneOf } from './checks.js';
import { COMMANDS, type Command, type CommandName } from './command.js';
import { didYouMean } from './did-you-mean.js';
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

const PARSERS: Readonly<Record<CommandName, (argv: readonly string[], context: ParseContext) => Command>> = {
  serve: parseServe,
  tail: parseTail,
  download: parseDownload,
  replay: parseReplay,
  doctor: parseDoctor,
};
const HELP = new Set(['--help', '-h', 'help']);
const VERSION = new Set(['--version', '-V']);

/** Parses `argv` (without program and script). Throws a {@link UsageError}. */
export function parseCommand(argv: readonly string[], context: ParseContext): Command {
  const [first, ...others] = argv;
  if (first === undefined) throw new UsageError(`Missing command: ${listOf(COMMANDS)}.`);
  if (VERSION.has(first)) return { name: 'version' };
  if (HELP.has(first)) {
    const about = others[0];
    return {
      name: 'help',
      about: about === undefined ? undefined : oneOf('The command', about, COMMANDS, 'help'),
    };
  }
  const command = COMMANDS.find((name) => name === first);
  if (command === undefined)
    throw new UsageError(`The command must be ${listOf(COMMANDS)}${didYouMean(first, COMMANDS)}`);
  // --help works in any position, except among the words of a command to capture.
  const end = others.indexOf('--');
  const own = end < 0 ? others : others.slice(0, end);
  if (own.some((word) => word === '--help' || word === '-h')) return { name: 'help', about: command };
  if (own.some((word) => VERSION.has(word))) return { name: 'version' };
  return PARSERS[command](others, context);
}
