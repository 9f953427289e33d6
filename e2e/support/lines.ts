/** One line of `--format ndjson`. */
export interface PrintedItem {
  readonly kind: 'log' | 'gap';
  readonly seq: number;
  readonly message?: string;
  readonly [field: string]: unknown;
}

export const parseLines = (lines: readonly string[]): PrintedItem[] =>
  lines.map((line) => JSON.parse(line) as PrintedItem);

/** `line 1` … `line N`, as the server numbers them. */
export const numbered = (count: number, first = 1): string[] =>
  Array.from({ length: count }, (_, i) => `line ${first + i}`);

/** The ledger that `--stats` prints at the end. */
export function parseLedger(
  stderr: string,
): Record<'received' | 'stored' | 'duplicates' | 'dropped' | 'malformed' | 'gaps', number> {
  const last = stderr.trimEnd().split('\n').at(-1) ?? '';
  return JSON.parse(last) as ReturnType<typeof parseLedger>;
}
