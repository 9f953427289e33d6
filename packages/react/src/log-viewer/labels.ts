/** All UI text of the viewer, in one place, so that a product can translate it. */
import type { GapReason, HistoryState, LogLevel, LogStreamStatus, TransportName } from '@tailrace/core';
import { given } from '../lib/given.js';
import type { KeyAction, KeyGroup } from './keys.js';
import type { LedgerName } from './ledger-table.js';
import type { CopyFormat } from './model/copy-format.js';
import type { TimeJump } from './viewer-jumps.js';
import type { TimestampMode } from './viewer-state.js';

const number = new Intl.NumberFormat('en');

/** "1 line", "1,204 lines". */
function plural(count: number, word: string): string {
  return `${number.format(count)} ${word}${count === 1 ? '' : 's'}`;
}

const newLines = (lines: number, errors: number): string =>
  `${plural(lines, 'new line')}${errors === 0 ? '' : `, ${plural(errors, 'error')}`}`;

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
  oversize: 'larger than the limit',
  epoch: 'the server restarted its log',
};

const TIMESTAMPS: Readonly<Record<TimestampMode, string>> = {
  off: 'Off',
  local: 'Local time',
  utc: 'UTC',
  date: 'Date and local time',
  relative: 'How long ago',
  delta: 'Since the line above',
};

const TIME_JUMPS: Readonly<Record<TimeJump, string>> = {
  found: '',
  oldest: 'This is the oldest line available here.',
  none: 'No line at or after this time is held.',
  invalid: 'Type a time like 10:31, 10:31:02.5, 2026-11-03T10:31Z or -5m.',
};

const COPIED: Readonly<Record<CopyFormat, string>> = {
  text: 'Text',
  timestamped: 'Text with timestamps',
  ansi: 'As sent, with colour codes',
  json: 'JSON lines',
};

const LEDGER: Readonly<Record<LedgerName, string>> = {
  received: 'Received',
  stored: 'Stored',
  duplicates: 'Duplicates, shown once',
  dropped: 'Dropped',
  malformed: 'Unreadable',
  gaps: 'Gaps',
};

const KEY_GROUPS: Readonly<Record<KeyGroup, string>> = {
  move: 'Move',
  find: 'Find and filter',
  select: 'Select and copy',
  view: 'View',
};

const KEY_CAPS: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  PageUp: 'Page Up',
  PageDown: 'Page Down',
  Escape: 'Esc',
};

const KEYS: Readonly<Record<KeyAction, string>> = {
  'line-up': 'Scroll up',
  'line-down': 'Scroll down',
  'page-up': 'A page up',
  'page-down': 'A page down',
  start: 'To the first line',
  end: 'To the end, and follow',
  time: 'Jump to a time',
  'next-error': 'Next error',
  'previous-error': 'Previous error',
  older: 'Load older lines',
  find: 'Find (press again for the browser’s own)',
  'next-match': 'Next match',
  'previous-match': 'Previous match',
  filter: 'Filter lines',
  'select-next': 'Select the next line',
  'select-previous': 'Select the previous line',
  'extend-down': 'Extend the selection down',
  'extend-up': 'Extend the selection up',
  'extend-page-down': 'Extend it by a page down',
  'extend-page-up': 'Extend it by a page up',
  'extend-end': 'Extend it to the last line',
  'extend-start': 'Extend it to the first line',
  'select-all': 'Select all lines',
  copy: 'Copy the selection',
  'copy-link': 'Copy a link to the selected lines',
  details: 'Open or close the selected line',
  escape: 'End the selection',
  follow: 'Follow the end, or stop',
  wrap: 'Wrap long lines',
  timestamps: 'Next timestamp mode',
  pause: 'Pause or resume',
  retry: 'Retry now',
  download: 'Download',
  help: 'This list',
};

const FACETS: ReadonlyMap<string, string> = new Map([
  ['stream', 'Stream'],
  ['type', 'Type'],
  ['log_type', 'Kind'],
  ['step_name', 'Step'],
  ['task_name', 'Task'],
  ['service', 'Service'],
  ['task_run_id', 'Task run'],
  ['job_run_id', 'Job run'],
]);

/** The default UI text, in English. */
export const DEFAULT_LABELS = {
  viewer: 'Log viewer',
  log: 'Log',
  toolbar: 'Log tools',
  /** The pill that leads back to the end. */
  newLines,
  toEnd: 'Jump to the end',
  /** What a screen reader hears, now and then. */
  announce: newLines,
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
  searchState: (current: number, total: number): string =>
    total === 0 ? 'No match' : `Match ${number.format(current)} of ${number.format(total)}`,
  filter: 'Filter lines',
  filterPlaceholder: 'Filter lines',
  filterRegex: 'Filter by regular expression',
  filterQuery: 'Filter by a query',
  filterQueryPlaceholder: 'level:warn+ -db',
  filterQueryHint:
    'Words must all stand in the line. a | b: one of them. -a: not. "several words". /expression/. (…). Fields: level:error, level:warn+, stream:, type:, step:, source:, @label:',
  filterClear: 'Show all lines',
  facets: 'More filters',
  /** The name of a label of the lines. */
  facet: (label: string): string => FACETS.get(label) ?? label.replaceAll('_', ' '),
  facetEmpty: '(empty)',
  /** In the field that narrows a long list of label values. */
  facetsFind: 'Find a label or a value',
  /** Labels of which no value is listed, because each has more than 200; named as in a query. */
  facetsCrowded: (names: string): string => `More than 200 values: ${names}`,
  facetsClear: 'Show all',
  contextLines: 'Lines around each match',
  contextCount: (lines: number): string => (lines === 0 ? 'None' : `± ${lines}`),
  /** Between two lines that do not follow each other. */
  hiddenLines: (count: number): string => `⋯ ${plural(count, 'line')}`,
  /** A number that stands alone, such as of the lines with a level. */
  count: (count: number): string => number.format(count),
  levels: 'Levels',
  level: (level: LogLevel): string => level.toUpperCase(),
  logType: (type: string): string => type,
  allLevels: 'All levels',
  levelsShown: (shown: number, all: number): string => `${shown} of ${all} levels`,
  /** On the button beside a level or a label value that hides all others; it is named by `onlyThis`. */
  only: 'only',
  onlyThis: (choice: string): string => `Only ${choice}`,
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
  timestampsMode: (mode: TimestampMode): string =>
    `Timestamps: ${TIMESTAMPS[mode].toLowerCase()}`.replace('utc', 'UTC'),
  timestampMode: (mode: TimestampMode): string => TIMESTAMPS[mode],
  jumpToTime: 'Jump to time',
  jumpToTimeHint: '10:31, -5m or 2026-11-03',
  jump: 'Go',
  /** What came of a jump to a time; empty when it got there. */
  timeJump: (jump: TimeJump): string => TIME_JUMPS[jump],
  pause: 'Pause',
  resume: 'Resume',
  follow: 'Follow the end',
  more: 'More tools',
  copyJson: 'Copy JSON',
  jsonTree: 'JSON',
  /** What a long list does not show yet. */
  jsonMore: (count: number): string => `${number.format(count)} more`,
  copied: 'Copied',
  copyFailed: 'The browser does not allow copying here',
  loadOlder: 'Load older lines',
  olderFull: (held: number): string =>
    `No room for older lines: ${plural(held, 'line')} are held. Clear them, or download the full log.`,
  olderGone: (held: number): string =>
    `Older lines are no longer held, only the newest ${plural(held, 'line')}`,
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
  fold: 'Fold',
  emptyTitle: 'No lines',
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
  waiting: (count: number): string => `${number.format(count)} waiting`,
  shown: (shown: number, held: number): string =>
    shown === held ? plural(held, 'line') : `${number.format(shown)} of ${plural(held, 'line')}`,
  /** Below the lines on paper. */
  printed: 'Only the lines in view, and a few around them, are printed. Download the log for all of them.',
  dropped: (count: number): string => `${number.format(count)} dropped`,
  gaps: (count: number): string => plural(count, 'gap'),
  malformed: (count: number): string => `${number.format(count)} unreadable`,
  progress: 'Progress',
  transport: (transport: TransportName): string =>
    ({ websocket: 'WebSocket', sse: 'Event stream', polling: 'Polling' })[transport],
  /** `count`: how many of the selected lines are shown. */
  selected: (count: number): string =>
    count === 0 ? 'No selected line is shown' : `${plural(count, 'line')} selected`,
  /** After a jump to the next or previous error that found none. */
  noError: (direction: 'next' | 'previous'): string =>
    direction === 'next' ? 'No error below' : 'No error above in the lines held',
  copy: 'Copy',
  copyAs: 'Copy as',
  copyFormat: (format: CopyFormat): string => COPIED[format],
  copyLink: 'Copy link',
  deselect: 'End the selection',
  linkMissing:
    'The linked lines are not held here: they are older than what could be loaded, or of another log.',
  dismiss: 'Dismiss',
  help: 'Keyboard shortcuts',
  helpClose: 'Close',
  /** What a key does. */
  key: (action: KeyAction): string => KEYS[action],
  keyGroup: (group: KeyGroup): string => KEY_GROUPS[group],
  /** A key as it stands on a keyboard. `Mod` is Ctrl, or Cmd on an Apple keyboard. */
  keyCap: (key: string, apple: boolean): string =>
    key === 'Mod' ? (apple ? '⌘' : 'Ctrl') : (KEY_CAPS[key] ?? key),
  ledger: 'What became of the lines',
  /** A number of the ledger. */
  ledgerEntry: (name: LedgerName): string => LEDGER[name],
  ledgerSum: 'Every line received was stored, a duplicate, dropped or unreadable.',
} as const;

/** The UI text, see {@link DEFAULT_LABELS}. Give only the entries that differ. */
export type ViewerLabels = {
  readonly [K in keyof typeof DEFAULT_LABELS]: (typeof DEFAULT_LABELS)[K] extends string
    ? string
    : (typeof DEFAULT_LABELS)[K];
};

/** The defaults with what the caller gave instead. */
export function resolveLabels(labels: Partial<ViewerLabels> | undefined): ViewerLabels {
  return labels ? { ...DEFAULT_LABELS, ...given(labels) } : DEFAULT_LABELS;
}
