/** What stands in a file of the lines, or on the clipboard, told from what was made: each format by its own plain statement. */
import type { Item } from './driven-log.js';
import type { MadeLine } from './random-lines.js';

type Rows = readonly Item[];

/** The words for a gap. Why it is there, and between when, is the stream's to say. */
const gapWords = (missing: number | undefined): string =>
  missing === undefined
    ? 'Lines are missing here'
    : `${missing} line${missing === 1 ? ' is' : 's are'} missing here`;
const withoutReason = (text: string): string => text.replaceAll(/missing here.* \(\w+\)/g, 'missing here');

const asText = ({ line, shown }: MadeLine): string =>
  `${line.timestamp === undefined ? '' : `${line.timestamp} `}${line.level.toUpperCase().padEnd(5)} ${shown}`;

/** What can be told of a line in JSON, in this order. */
function factsOf(line: Partial<MadeLine['line']>): string {
  const { level, message, timestamp, labels, metadata } = line;
  return JSON.stringify([level, message, timestamp, labels, metadata]);
}

/** A line of JSON as it is compared. */
export const readJson = (text: string): string => {
  const { kind, missing, ...line } = JSON.parse(text) as { readonly kind: string; readonly missing?: number };
  return kind === 'gap' ? `gap ${missing}` : factsOf(line);
};

/** What {@link readJson} gives for a line. */
export const asJson = ({ line }: MadeLine): string => factsOf(line);

/** A spreadsheet would run it. */
const guarded = (text: string): string => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

/** The cells of a table, row by row. */
function readCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    row.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}

const asCells = (row: Item): readonly string[] => {
  if (row.kind === 'gap') return ['gap', String(row.seq), '', '', gapWords(row.missing), '', ''];
  const { line, shown } = row.made;
  const labels = Object.keys(line.labels).length === 0 ? '' : JSON.stringify(line.labels);
  const metadata = line.metadata === undefined ? '' : JSON.stringify(line.metadata);
  return ['log', String(row.seq), line.timestamp ?? '', line.level, guarded(shown), labels, metadata];
};

/** The formats of a file, by the words of their buttons: a file as it is compared, and what it is then for these rows. */
export const FILES: Readonly<
  Record<string, { readonly read: (file: string) => unknown; readonly of: (rows: Rows) => unknown }>
> = {
  'As text': {
    read: withoutReason,
    of: (rows) =>
      rows
        .map((row) => `${row.kind === 'gap' ? `--- ${gapWords(row.missing)} ---` : asText(row.made)}\n`)
        .join(''),
  },
  'As NDJSON': {
    read: (file) =>
      file
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => `${(JSON.parse(line) as { readonly seq: number }).seq} ${readJson(line)}`),
    of: (rows) =>
      rows.map((row) => `${row.seq} ${row.kind === 'gap' ? `gap ${row.missing}` : asJson(row.made)}`),
  },
  'As CSV': {
    read: (file) =>
      readCsv(file)
        .slice(1)
        .map(([kind, seq, _id, timestamp, level, message = '', labels, _progress, metadata]) => [
          kind,
          seq,
          // Of a gap: from when on.
          kind === 'gap' ? '' : timestamp,
          level,
          withoutReason(message),
          labels,
          metadata,
        ]),
    of: (rows) => rows.map(asCells),
  },
};
