/** What the tabs' connection needs of the stream that it serves. */
import type { GapInit } from '../buffer/log-buffer.js';
import type { DecodedLine } from '../entry.js';
import type { LogStreamError } from '../errors.js';
import type { Clock } from '../lib/clock.js';
import type { TabEnvironment } from '../lib/tabs.js';
import type { Connection } from './connection.js';
import type { ConnectionState } from './machine.js';
import type { TabMemory } from './tab-protocol.js';

/** What a tab connection reports to, and asks of, the stream it serves. */
export interface TabHost<Raw> {
  /** Nothing was delivered yet. */
  readonly fresh: boolean;
  /** What was delivered, but for the newest `skip` lines. */
  memory(skip: number): TabMemory;
  restore(memory: TabMemory): void;
  /** New lines, and gaps between them. `news`: they came since this tab did. */
  follow(lines: readonly DecodedLine<Raw>[], news: boolean): void;
  gap(gap: GapInit): void;
  /** From now on lines are compared with what was delivered. First comes another tab's log: the `whole` of it or its end. */
  beginJudging(whole: boolean): void;
  judge(lines: readonly DecodedLine<Raw>[], news: boolean): void;
  judgeGap(gap: GapInit): void;
  /** Lines are held back until {@link TabHost.settle}. */
  readonly holding: boolean;
  settle(): void;
  changed(state: ConnectionState): void;
  /** Another tab is connected for this one: whatever comes is to be had from now on. */
  begun(): void;
  /** What the leader, or this tab's own part in it, ran into. */
  error(error: LogStreamError): void;
  older(more: boolean): void;
}

export interface TabConnectionParts<Raw> {
  /** Of the lock and the channel; see `tabName`. */
  readonly name: string;
  /** See `TabConfig`. */
  readonly ordered: boolean;
  readonly environment: TabEnvironment;
  readonly clock: Clock;
  readonly random: () => number;
  /** Bounds of what is kept for tabs that come later. */
  readonly keep: { readonly lines: number; readonly bytes: number };
  /** Lines that a tab begins with at most. */
  readonly history: number;
  readonly host: TabHost<Raw>;
  /** Makes this tab's own connection, for the time when it leads. */
  open(changed: (state: ConnectionState) => void): Connection;
}
