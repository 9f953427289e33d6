import { UsageError } from '../usage-error.js';
import { oneOf, wholeNumber } from './checks.js';
import { BACKENDS, type BackendName, type ServeCommand } from './command.js';
import { parseFlags, type FlagTable } from './flags.js';

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
  const port = flags.values.get('port');
  const rate = flags.values.get('rate');
  return {
    name: 'serve',
    port: port === undefined ? 4280 : wholeNumber('--port', port, 0, 65_535, 'serve'),
    host: flags.values.get('host') ?? '127.0.0.1',
    backends: readBackends(flags.lists.get('backend') ?? ['all']),
    scenario: flags.values.get('scenario'),
    rate: rate === undefined ? undefined : readRate(rate),
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

function readRate(text: string): number {
  const rate = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && rate > 0 && rate <= HIGHEST_RATE) return rate;
  throw new UsageError(`--rate takes lines per second: a number above 0, up to ${HIGHEST_RATE}.`, 'serve');
}
