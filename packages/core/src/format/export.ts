/** Exports items as text, NDJSON or CSV, in pieces, so that a million lines need not fit into one string. */
import type { LogEntry, LogItem } from '../entry.js';
import { checkOneOf } from '../lib/arguments.js';
import { describeGap } from './describe-gap.js';
import { jsonText } from './json-text.js';
import { ndjsonLine } from './ndjson.js';
import { stripAnsi } from './strip-ansi.js';

/** A file format for export. */
export type ExportFormat = 'text' | 'ndjson' | 'csv';

/** Options of the export functions. */
export interface ExportOptions {
  /** For `text`: put timestamp and level before the message. Default true. */
  readonly timestamps?: boolean;
  /** Keep ANSI sequences in messages. Default: kept in `ndjson`, removed in `text` and `csv`. */
  readonly ansi?: boolean;
}

/** Lines per piece. */
const PIECE = 1_000;

/** The media type of each format. */
export const EXPORT_TYPES: Readonly<Record<ExportFormat, string>> = Object.freeze({
  text: 'text/plain;charset=utf-8',
  ndjson: 'application/x-ndjson',
  csv: 'text/csv;charset=utf-8',
});

/** Generates the contents of a file in `format`, in pieces of 1,000 lines. Throws `invalid-argument` for an unknown format. */
export function* exportItems(
  items: Iterable<LogItem>,
  format: ExportFormat,
  options: ExportOptions = {},
): Generator<string> {
  checkOneOf('format', format, Object.keys(EXPORT_TYPES));
  if (format === 'csv') yield CSV_HEAD;
  const write = format === 'text' ? textOf : format === 'ndjson' ? ndjsonLine : csvOf;
  let piece: string[] = [];
  for (const item of items) {
    piece.push(write(item, options));
    if (piece.length < PIECE) continue;
    yield piece.join('');
    piece = [];
  }
  if (piece.length > 0) yield piece.join('');
}

/** Exports as plain text, one line per item; a gap becomes a line that describes it. */
export function toText(items: Iterable<LogItem>, options?: ExportOptions): string {
  return [...exportItems(items, 'text', options)].join('');
}

/** Exports as CSV (RFC 4180) with a header. Cells that a spreadsheet would take for a formula are prefixed with an apostrophe. */
export function toCsv(items: Iterable<LogItem>, options?: ExportOptions): string {
  return [...exportItems(items, 'csv', options)].join('');
}

function messageOf(entry: LogEntry, keepAnsi: boolean): string {
  return keepAnsi ? entry.message : stripAnsi(entry.message);
}

function textOf(item: LogItem, options: ExportOptions): string {
  if (item.kind === 'gap') return `--- ${describeGap(item)} ---\n`;
  const message = messageOf(item, options.ansi ?? false);
  if (options.timestamps === false) return `${message}\n`;
  const stamp = item.timestamp === undefined ? '' : `${item.timestamp} `;
  return `${stamp}${item.level.toUpperCase().padEnd(5)} ${message}\n`;
}

const CSV_HEAD = 'kind,seq,id,timestamp,level,message,labels,progress,metadata\r\n';

function csvOf(item: LogItem, options: ExportOptions): string {
  const cells: readonly unknown[] =
    item.kind === 'gap'
      ? ['gap', item.seq, '', item.from ?? '', '', describeGap(item), '', '', '']
      : [
          'log',
          item.seq,
          item.id ?? '',
          item.timestamp ?? '',
          item.level,
          messageOf(item, options.ansi ?? false),
          Object.keys(item.labels).length > 0 ? JSON.stringify(item.labels) : '',
          item.progress ?? '',
          item.metadata ? jsonText(item.metadata) : '',
        ];
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** Escapes a cell; an apostrophe keeps a spreadsheet from running it as a formula: https://owasp.org/www-community/attacks/CSV_Injection. */
function csvCell(value: unknown): string {
  if (typeof value === 'number') return String(value);
  const text = String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
