import { UsageError } from '../usage-error.js';
import { oneOf, positiveNumber } from './checks.js';
import { FORMATS, type ReplayCommand } from './command.js';
import { parseFlags, valueOf, type FlagTable } from './flags.js';
import type { ParseContext } from './parse.js';
import { parseTarget } from './parse-target.js';

const TABLE: FlagTable = { speed: 'value', format: 'value', stats: 'switch' };

const FASTEST = 1_000;

/** Parses the words after `replay`. */
export function parseReplay(argv: readonly string[], context: ParseContext): ReplayCommand {
  const flags = parseFlags(argv, TABLE, 'replay');
  const [file, ...place] = flags.operands;
  if (file === undefined || file === '')
    throw new UsageError('Missing recording: tailrace replay FILE.', 'replay');
  if (flags.rest !== undefined)
    throw new UsageError('Too many arguments; options begin with two dashes.', 'replay');
  return {
    name: 'replay',
    file,
    // A replay sends nothing, so it needs no token.
    target:
      place.length === 0
        ? undefined
        : { ...parseTarget(flags, { ...context, env: {} }, 'replay', place), token: undefined },
    speed: valueOf(flags, 'speed', readSpeed) ?? 'max',
    format: valueOf(flags, 'format', (text) => oneOf('--format', text, FORMATS, 'replay')) ?? 'pretty',
    stats: flags.switches.get('stats') ?? false,
  };
}

function readSpeed(text: string): number | 'max' {
  if (text.toLowerCase() === 'max') return 'max';
  return positiveNumber('--speed takes max, or', text, FASTEST, 'replay');
}
