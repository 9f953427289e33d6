import { UsageError } from '../usage-error.js';
import { oneOf, positiveNumber, wholeNumber } from './checks.js';
import { BACKENDS, type BackendName, type ServeCommand } from './command.js';
import { parseFlags, valueOf, type FlagTable } from './flags.js';

const TABLE: FlagTable = {
  port: 'value',
  host: 'value',
  backend: 'list',
  scenario: 'value',
  rate: 'value',
  file: 'list',
  dashboard: 'value',
};

const HIGHEST_RATE = 1_000_000;

/** Parses the words after `serve`. */
export function parseServe(argv: readonly string[]): ServeCommand {
  const flags = parseFlags(argv, TABLE, 'serve');
  if (flags.operands.length > 0)
    throw new UsageError(
      'serve takes only options; write a command to capture after two dashes: serve -- COMMAND.',
      'serve',
    );
  if (flags.rest?.length === 0)
    throw new UsageError('Write a command after the two dashes: serve -- COMMAND.', 'serve');
  return {
    name: 'serve',
    port: valueOf(flags, 'port', (text) => wholeNumber('--port', text, 0, 65_535, 'serve')) ?? 4280,
    host: flags.values.get('host') ?? '127.0.0.1',
    backends: readBackends(flags.lists.get('backend') ?? ['all']),
    scenario: flags.values.get('scenario'),
    rate: valueOf(flags, 'rate', (text) =>
      positiveNumber('--rate takes lines per second:', text, HIGHEST_RATE, 'serve'),
    ),
    files: flags.lists.get('file') ?? [],
    command: flags.rest,
    dashboard: flags.values.get('dashboard'),
  };
}

function readBackends(words: readonly string[]): readonly BackendName[] {
  const chosen = words
    .flatMap((word) => word.split(','))
    .map((word) => oneOf('--backend', word, [...BACKENDS, 'all'] as const, 'serve'));
  return BACKENDS.filter((name) => chosen.includes('all') || chosen.includes(name));
}
