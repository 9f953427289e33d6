/** Formats rows for people. */
import type { Row } from './results.ts';

/** A number with three significant digits. */
export function figure(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  if (Math.abs(value) >= 100) return Math.round(value).toLocaleString('en-US');
  return String(Number(value.toPrecision(3)));
}

function amount({ median, unit, failed, runs }: Row): string {
  if (median === undefined) return 'never';
  const value = unit === '' ? figure(median) : `${figure(median)} ${unit}`;
  return failed > 0 ? `${value} (${failed} of ${runs} never)` : value;
}

const spread = ({ min, max }: Row): string =>
  min === undefined || max === undefined ? '' : min === max ? '' : `${figure(min)} – ${figure(max)}`;

const ratio = (row: Row): string => (row.ratio === undefined ? '' : `${figure(row.ratio)} ×`);

/** The rows as text for a terminal. */
export function formatRows(rows: readonly Row[]): string {
  const lines: string[] = [];
  let heading = '';
  for (const row of rows) {
    const next = `${row.bench} · ${row.metric}`;
    if (next !== heading) lines.push('', next);
    heading = next;
    lines.push(
      `  ${row.subject.padEnd(34)} ${amount(row).padStart(22)}  ${ratio(row).padStart(10)}  ${spread(row)}`,
    );
  }
  return lines.join('\n').trimStart();
}

/** One bench as a Markdown table: a row per metric, a column per subject. */
export function formatMarkdown(rows: readonly Row[], reference: string): string {
  const subjects = [...new Set(rows.map(({ subject }) => subject))];
  const metrics = [...new Set(rows.map(({ metric }) => metric))];
  const cell = (metric: string, subject: string): string => {
    const row = rows.find((one) => one.metric === metric && one.subject === subject);
    if (!row) return '–';
    // The ratio of two small counts says less than the counts.
    const beside = row.ratio === undefined || row.unit === '' ? '' : ` (${ratio(row)})`;
    return `${amount(row)}${beside}`;
  };
  const head = ['', ...subjects.map((subject) => (subject === reference ? `${subject} (1 ×)` : subject))];
  const body = metrics.map((metric) => [metric, ...subjects.map((subject) => cell(metric, subject))]);
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...body].map((line) => (line[column] as string).length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((text, column) => text.padEnd(widths[column] as number)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(head), rule, ...body.map(line)].join('\n');
}
