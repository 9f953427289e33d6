/** What a tab connection needs from the stream that it serves. */
import type { BufferView } from '../buffer/buffer-view.js';
import type { GapInit } from '../buffer/log-buffer.js';
import type { DecodedLine } from '../entry.js';
import type { LogStreamError } from '../errors.js';
import type { Clock } from '../lib/clock.js';
import type { TabEnvironment } from '../lib/tabs.js';
import type { Connection } from './connection.js';
import type { ConnectionState } from './machine.js';
import type { Placed, TabMemory } from './tab-protocol.js';

/** The stream that a tab connection serves. */
export interface TabHost<Raw> {
  /** Nothing was delivered yet. */
  readonly fresh: boolean;
  /** What is remembered of the delivered lines, except for the newest `skip`. */
  memory(skip: number): TabMemory;
  restore(memory: TabMemory): void;
  /** Delivers new lines and the gaps between them. `news`: they arrived after this tab connected. */
  follow(lines: readonly DecodedLine<Raw>[], news: boolean): void;
  gap(gap: GapInit): void;
  /** Delivers lines for an earlier gap, if that is still open here. */
  place(placed: Placed<Raw>): void;
  /** From now on each line is compared with what was delivered. The first lines are another tab's log: all of it (`whole`) or its end. */
  beginJudging(whole: boolean): void;
  judge(lines: readonly DecodedLine<Raw>[], news: boolean): void;
  judgeGap(gap: GapInit): void;
  /** Lines are held back until {@link TabHost.settle}. */
  readonly holding: boolean;
  settle(): void;
  changed(state: ConnectionState): void;
  /** Another tab is connected on behalf of this one: lines from now on are expected to arrive. */
  begun(): void;
  /** An error of the leader, or of this tab's part in the sharing. */
  error(error: LogStreamError): void;
  older(more: boolean): void;
}

export interface TabConnectionParts<Raw> {
  /** Name of the lock and the channel; see `tabName`. */
  readonly name: string;
  /** See `TabConfig`. */
  readonly ordered: boolean;
  readonly environment: TabEnvironment;
  readonly clock: Clock;
  readonly random: () => number;
  /** Limits of what is kept for tabs that are opened later. */
  readonly keep: { readonly lines: number; readonly bytes: number };
  /** What the stream's buffer holds. */
  view(): BufferView<Raw>;
  /** Maximum number of lines that a tab begins with. */
  readonly history: number;
  readonly host: TabHost<Raw>;
  /** Creates this tab's own connection, used while it leads. */
  open(changed: (state: ConnectionState) => void): Connection;
}
