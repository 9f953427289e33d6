/** Every word the viewer says, in one place, so that a product can say them in its own language. */
import type { GapReason, HistoryState, LogLevel, LogStreamStatus, TransportName } from '@tailrace/core';

const number = new Intl.NumberFormat('en');

/** "1 line", "1,204 lines". */
function plural(count: number, one: string, many = `${one}s`): string {
  return `${number.format(count)} ${count === 1 ? one : many}`;
}

const STATUS: Readonly<Record<LogStreamStatus, string>> = {
  idle: 'Not started',
  connecting: 'Connecting',
  live: 'Live',
  reconnecting: 'Reconnecting',
  polling: 'Live (polling)',
  paused: 'Paused',
  complete: 'Complete',
  failed: 'Failed',
  closed: 'Disconnected',
};

const GAP: Readonly<Record<GapReason, string>> = {
  evicted: 'the server no longer holds them',
  outage: 'written while there was no connection',
  overflow: 'they came faster than they could be taken',
  oversize: 'a line larger than the limit',
  epoch: 'the server restarted its log',
};

/** The default words, in English. */
export const DEFAULT_LABELS = {
  viewer: 'Log viewer',
  log: 'Log',
  toolbar: 'Log tools',
  lines: (count: number): string => plural(count, 'line'),
  errors: (count: number): string => plural(count, 'error'),
  /** The pill that leads back to the end. */
  newLines: (lines: number, errors: number): string =>
    errors === 0 ? plural(lines, 'new line') : `${plural(lines, 'new line')}, ${plural(errors, 'error')}`,
  toEnd: 'Jump to the end',
  /** What a screen reader hears, now and then. */
  announce: (lines: number, errors: number): string =>
    errors === 0 ? plural(lines, 'new line') : `${plural(lines, 'new line')}, ${plural(errors, 'error')}`,
  status: (status: LogStreamStatus): string => STATUS[status],
  rate: (perSecond: number): string => `${number.format(perSecond)}/s`,
  rateTitle: (perSecond: number): string => `${plural(perSecond, 'line')} a second`,
  retryIn: (seconds: number, attempt: number): string => `Next try in ${seconds} s (attempt ${attempt})`,
  retrying: 'Trying now',
  retryNow: 'Retry now',
  retry: 'Try again',
  connect: 'Connect',
  search: 'Find',
  searchPlaceholder: 'Find',
  searchNext: 'Next match',
  searchPrevious: 'Previous match',
  searchCase: 'Match case',
  searchWord: 'Whole word',
  searchRegex: 'Regular expression',
  searchClear: 'Clear the search',
  searchState: (current: number, total: number): string =>
    total === 0 ? 'No match' : `Match ${number.format(current)} of ${number.format(total)}`,
  filter: 'Filter lines',
  filterPlaceholder: 'Filter lines',
  filterRegex: 'Filter by regular expression',
  filterClear: 'Show all lines',
  levels: 'Levels',
  level: (level: LogLevel): string => level.toUpperCase(),
  logType: (type: string): string => type,
  allLevels: 'All levels',
  levelsShown: (shown: number, all: number): string => `${shown} of ${all} levels`,
  clear: 'Clear',
  clearTitle: 'Clear the lines held here (the server keeps its own)',
  download: 'Download',
  downloadText: 'As text',
  downloadNdjson: 'As NDJSON',
  downloadCsv: 'As CSV',
  downloadFull: 'Full log from the server',
  downloading: (bytes: number): string => `Downloading, ${number.format(Math.round(bytes / 1024))} kB`,
  downloadFailed: (why: string): string => `The download failed. ${why}`,
  wrap: 'Wrap long lines',
  timestamps: 'Timestamps',
  timestampsMode: (mode: 'off' | 'local' | 'utc'): string =>
    ({ off: 'Timestamps: off', local: 'Timestamps: local time', utc: 'Timestamps: UTC' })[mode],
  pause: 'Pause',
  resume: 'Resume',
  follow: 'Follow the end',
  more: 'More tools',
  copyJson: 'Copy JSON',
  copied: 'Copied',
  copyFailed: 'The browser does not allow copying here',
  loadOlder: 'Load older lines',
  olderFull: (held: number): string =>
    `No room for older lines: ${plural(held, 'line')} are held. Clear them, or download the full log.`,
  history: (state: HistoryState): string =>
    ({
      unknown: '',
      more: 'Older lines are at the server',
      loading: 'Loading older lines',
      start: 'Start of the log',
      unavailable: '',
    })[state],
  gap: (missing: number | undefined): string =>
    missing === undefined ? 'Lines are missing here' : `${plural(missing, 'line')} missing here`,
  gapReason: (reason: GapReason): string => GAP[reason],
  gapLoad: 'Load',
  gapLoading: 'Loading',
  gapNotFilled: 'Could not be filled',
  trimmed: (missing: number | undefined): string => `${plural(missing ?? 0, 'line')} left the buffer here`,
  lineNumber: (line: string): string => `Line ${line}`,
  details: 'Details',
  showAll: (characters: number): string => `Show more (${plural(characters, 'character')} left)`,
  foldedLines: (count: number): string => `+${plural(count, 'line')}`,
  emptyTitle: 'No lines yet',
  emptyLive: 'Connected. Lines appear here as they are written.',
  emptyIdle: 'Nothing is streamed yet.',
  emptyComplete: 'The log is complete and has no lines.',
  emptyClosed: 'Disconnected. Nothing is held.',
  emptyCleared: 'Nothing to show.',
  loading: 'Loading the log',
  noMatchTitle: 'No line matches the filter',
  noMatch: (held: number): string => `${plural(held, 'line')} held, none of them shown.`,
  failedTitle: 'The log cannot be read',
  reconnectingTitle: 'The connection was lost',
  unreachableTitle: 'No connection yet',
  completeNote: (outcome: string | undefined): string =>
    outcome === undefined ? 'The log is complete.' : `The log is complete: ${outcome}.`,
  shown: (shown: number, held: number): string =>
    shown === held ? plural(held, 'line') : `${number.format(shown)} of ${plural(held, 'line')}`,
  dropped: (count: number): string => `${number.format(count)} dropped`,
  gaps: (count: number): string => plural(count, 'gap'),
  malformed: (count: number): string => `${number.format(count)} unreadable`,
  duplicates: (count: number): string => `${number.format(count)} doubled, shown once`,
  progress: 'Progress',
  transport: (transport: TransportName): string =>
    ({ websocket: 'WebSocket', sse: 'Event stream', polling: 'Polling' })[transport],
  selected: (count: number): string => `${plural(count, 'line')} selected`,
} as const;

/** The words, see {@link DEFAULT_LABELS}. Give only those that differ. */
export type ViewerLabels = { readonly [K in keyof typeof DEFAULT_LABELS]: Widen<(typeof DEFAULT_LABELS)[K]> };
type Widen<T> = T extends string ? string : T;

/** The defaults with what the caller gave instead. */
export function resolveLabels(labels: Partial<ViewerLabels> | undefined): ViewerLabels {
  return labels ? { ...DEFAULT_LABELS, ...labels } : DEFAULT_LABELS;
}
