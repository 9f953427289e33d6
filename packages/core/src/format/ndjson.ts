import type { LogItem } from '../entry.js';
import type { ExportOptions } from './export.js';
import { jsonText } from './json-text.js';
import { stripAnsi } from './strip-ansi.js';

/** Serialises one item as a line of JSON, without `raw`. ANSI sequences are kept by default. */
export function ndjsonLine(item: LogItem, { ansi = true }: ExportOptions = {}): string {
  if (item.kind === 'gap') return `${JSON.stringify(item)}\n`;
  const { kind, seq, id, timestamp, time, level, labels, progress, metadata } = item;
  const message = ansi ? item.message : stripAnsi(item.message);
  return `${jsonText({ kind, seq, id, timestamp, time, level, message, labels, progress, metadata })}\n`;
}

/** Exports as NDJSON: one JSON object per line, a `LogItem` without `raw`. */
export function toNdjson(items: Iterable<LogItem>, options?: ExportOptions): string {
  return Array.from(items, (item) => ndjsonLine(item, options)).join('');
}
