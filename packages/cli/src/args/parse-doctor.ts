import { UsageError } from '../usage-error.js';
import { wholeNumber } from './checks.js';
import type { DoctorCommand } from './command.js';
import { parseFlags, valueOf, type FlagTable } from './flags.js';
import type { ParseContext } from './parse.js';
import { parseTarget } from './parse-target.js';

const TABLE: FlagTable = { token: 'value', origin: 'value', seconds: 'value', json: 'switch' };

/** Parses the words after `doctor`. */
export function parseDoctor(argv: readonly string[], context: ParseContext): DoctorCommand {
  const flags = parseFlags(argv, TABLE, 'doctor');
  return {
    name: 'doctor',
    ...parseTarget(flags, context, 'doctor'),
    origin: valueOf(flags, 'origin', readOrigin),
    seconds: valueOf(flags, 'seconds', (text) => wholeNumber('--seconds', text, 1, 600, 'doctor')) ?? 10,
    json: flags.switches.get('json') ?? false,
  };
}

function readOrigin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url !== undefined && /^https?:$/.test(url.protocol) && url.username === '') return url.origin;
  throw new UsageError('--origin takes the origin of your page, such as https://app.example.', 'doctor');
}
