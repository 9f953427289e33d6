import { LOG_LEVELS, type LogLevel, type TransportName } from '@tailrace/core';
import { UsageError } from '../usage-error.js';
import { oneOf, regularExpression, since, wholeNumber } from './checks.js';
import { FORMATS, type BackendName, type TailCommand } from './command.js';
import { parseFlags, valueOf, type FlagTable } from './flags.js';
import type { ParseContext } from './parse.js';
import { parseTarget } from './parse-target.js';

const TABLE: FlagTable = {
  token: 'value',
  transport: 'value',
  follow: 'switch',
  since: 'value',
  tail: 'value',
  level: 'value',
  grep: 'value',
  format: 'value',
  stats: 'switch',
  record: 'value',
};

const TRANSPORT_WORDS = ['ws', 'sse', 'poll'] as const;
const TRANSPORTS: Readonly<Record<(typeof TRANSPORT_WORDS)[number], TransportName>> = {
  ws: 'websocket',
  sse: 'sse',
  poll: 'polling',
};

/** Other common names for levels. */
const LEVEL_WORDS: Readonly<Record<string, LogLevel>> = { warning: 'warn', critical: 'fatal' };

/** Parses the words after `tail`. */
export function parseTail(argv: readonly string[], context: ParseContext): TailCommand {
  const flags = parseFlags(argv, TABLE, 'tail');
  const target = parseTarget(flags, context, 'tail');
  const start = valueOf(flags, 'since', (text) => since(text, context.now, 'tail'));
  const tail = valueOf(flags, 'tail', (text) =>
    wholeNumber('--tail', text, 0, Number.MAX_SAFE_INTEGER, 'tail'),
  );
  if (start !== undefined && tail !== undefined)
    throw new UsageError('--since and --tail both say where to start; use only one of them.', 'tail');
  return {
    name: 'tail',
    ...target,
    transport: valueOf(
      flags,
      'transport',
      (text) => TRANSPORTS[oneOf('--transport', text, TRANSPORT_WORDS, 'tail')],
    ),
    follow: flags.switches.get('follow') ?? true,
    since: start,
    tail,
    level: valueOf(
      flags,
      'level',
      (text) => LEVEL_WORDS[text.toLowerCase()] ?? oneOf('--level', text, LOG_LEVELS, 'tail'),
    ),
    grep: valueOf(flags, 'grep', (text) => regularExpression(text, 'tail')),
    format: valueOf(flags, 'format', (text) => oneOf('--format', text, FORMATS, 'tail')) ?? 'pretty',
    stats: flags.switches.get('stats') ?? false,
    record: flags.values.get('record'),
  };
}

/** What the command line calls a transport. */
function transportWord(transport: TransportName): string {
  return TRANSPORT_WORDS.find((word) => TRANSPORTS[word] === transport) ?? transport;
}

/** Refuses a transport that the backend does not have. */
export function checkTransport(
  backend: BackendName,
  wanted: TransportName | undefined,
  has: readonly TransportName[],
): void {
  if (wanted === undefined || has.includes(wanted)) return;
  const words = has.map(transportWord);
  throw new UsageError(
    `${backend} has no ${transportWord(wanted)}; use --transport ${words.join(' or ')}, or leave the option out for the best one.`,
    'tail',
  );
}
