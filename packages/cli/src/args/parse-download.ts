import { day } from './checks.js';
import type { DownloadCommand } from './command.js';
import { parseFlags, valueOf, type FlagTable } from './flags.js';
import type { ParseContext } from './parse.js';
import { parseTarget } from './parse-target.js';

const TABLE: FlagTable = { token: 'value', output: 'value', date: 'value' };

/** Parses the words after `download`. */
export function parseDownload(argv: readonly string[], context: ParseContext): DownloadCommand {
  const flags = parseFlags(argv, TABLE, 'download');
  const target = parseTarget(flags, context, 'download');
  return {
    name: 'download',
    ...target,
    id: target.id as string, // parseTarget insists on it
    output: flags.values.get('output'),
    date: valueOf(flags, 'date', (text) => day(text, 'download')),
  };
}
