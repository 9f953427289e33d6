/** All UI text of the panels, in one place, so that a product can translate it. */
import type { LogLevel } from '@tailrace/core';
import { given } from '../lib/given.js';

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 1 });
const decimal = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const plural = (count: number, word: string): string =>
  `${number.format(count)} ${word}${count === 1 ? '' : 's'}`;

const LEVELS: Readonly<Record<LogLevel, string>> = {
  trace: 'Trace',
  debug: 'Debug',
  info: 'Info',
  warn: 'Warning',
  error: 'Error',
  fatal: 'Fatal',
};

/** The default UI text, in English. */
export const DEFAULT_PANEL_LABELS = {
  stats: 'Statistics',
  lines: (count: number): string => plural(count, 'line'),
  gaps: (count: number): string => plural(count, 'gap'),
  rate: (rate: number): string => `${(rate < 10 ? decimal : number).format(rate)} lines/s`,
  volume: 'Lines over time',
  volumeHint:
    'Drag over the bars, or use the arrow keys with Shift, then Enter, to show only that time. Escape shows all.',
  volumeEmpty: 'No line with a time yet.',
  untimed: (count: number): string => `${plural(count, 'line')} without a time`,
  /** The description of a bar. */
  bar: (from: string, to: string, lines: number, errors: number): string =>
    `${from} to ${to}: ${plural(lines, 'line')}${errors > 0 ? `, ${plural(errors, 'error')}` : ''}`,
  range: (from: string, to: string): string => `${from} – ${to}`,
  allTime: 'Show all',
  byLevel: 'By level',
  byType: 'By type',
  level: (level: LogLevel): string => LEVELS[level],
  errorRates: 'Errors by run',
  errorRatesOver: (minutes: number): string => `last ${decimal.format(minutes)} min`,
  run: 'Run',
  runNone: 'no run',
  linesHead: 'Lines',
  errorsHead: 'Errors',
  rateHead: 'Rate',
  share: (rate: number): string => percent.format(rate),
  count: (count: number): string => number.format(count),
  streaming: 'Listening now',
  streamingServer: 'Server',
  streamingAll: 'All runs',
  streamingNobody: 'Nobody is listening to a single run.',
  connections: (websocket: number, sse: number): string =>
    `${plural(websocket, 'WebSocket')}, ${plural(sse, 'event stream')}`,
  asking: 'Asking the server',
  services: 'Services',
  servicesNone: 'The server has not reported any service yet.',
  retry: 'Try again',
  retryNow: 'Retry now',
  retryIn: (seconds: number, attempt: number): string => `Next try in ${seconds} s (attempt ${attempt})`,
  retrying: 'Trying now',
  servicesLost: 'Not connected: these states may be out of date.',
  service: 'Service',
  serviceStatus: 'Status',
  serviceHealth: 'Health',
} as const;

/** The UI text, see {@link DEFAULT_PANEL_LABELS}. Give only the entries that differ. */
export type PanelLabels = {
  readonly [K in keyof typeof DEFAULT_PANEL_LABELS]: (typeof DEFAULT_PANEL_LABELS)[K] extends string
    ? string
    : (typeof DEFAULT_PANEL_LABELS)[K];
};

/** The defaults, overridden by the caller's labels. */
export function resolvePanelLabels(labels: Partial<PanelLabels> | undefined): PanelLabels {
  return labels ? { ...DEFAULT_PANEL_LABELS, ...given(labels) } : DEFAULT_PANEL_LABELS;
}
