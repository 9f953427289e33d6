/** Shares a stream's connection with the streams of other tabs: what it sends them, and how it handles their lines. */
import type { LogSource } from '../backends/source.js';
import type { Connection } from '../connection/connection.js';
import type { ConnectionState } from '../connection/machine.js';
import { createTabConnection, type TabConnection } from '../connection/tab-connection.js';
import type { TabHost } from '../connection/tab-host.js';
import { tabName } from '../connection/tab-protocol.js';
import type { BufferView } from '../buffer/buffer-view.js';
import type { GapInit } from '../buffer/log-buffer.js';
import type { Intake } from '../continuity/intake.js';
import { aheadOf } from '../continuity/replay.js';
import type { DecodedLine } from '../entry.js';
import type { LogStreamError } from '../errors.js';
import type { TabEnvironment } from '../lib/tabs.js';
import type { ResolvedOptions } from '../options.js';

export interface SharedTabsParts<Raw> {
  readonly source: LogSource<Raw>;
  readonly options: ResolvedOptions;
  readonly environment: TabEnvironment;
  readonly intake: Intake<Raw>;
  /** What the buffer holds. */
  view(): BufferView<Raw>;
  changed(state: ConnectionState): void;
  error(error: LogStreamError): void;
  older(more: boolean): void;
  begun(): void;
  /** Creates this tab's own connection. */
  open(changed: (state: ConnectionState) => void): Connection;
}

/** A connection that is shared with the streams of the same log in other tabs. */
export function shareTabs<Raw>(parts: SharedTabsParts<Raw>): TabConnection<Raw> {
  const { source, options } = parts;
  const { history, since, maxMessageBytes, completeOnClose, bufferLines, bufferBytes } = options;
  return createTabConnection<Raw>({
    // Everything that affects which lines the stream has.
    name: tabName([options.shareTabs, source.key, history, since, maxMessageBytes, completeOnClose]),
    ordered: source.identity === 'align',
    environment: parts.environment,
    clock: options.clock,
    random: options.random,
    keep: { lines: bufferLines, bytes: bufferBytes },
    view: parts.view,
    history: since === undefined ? history : Infinity,
    host: createTabHost(parts),
    open: parts.open,
  });
}

function createTabHost<Raw>({
  source,
  intake,
  changed,
  begun,
  error,
  older,
}: SharedTabsParts<Raw>): TabHost<Raw> {
  const { reconciler } = intake;
  /** A gap in the other tab's log; it is also a gap here if the lines after it are new. */
  let doubtful: GapInit | undefined;
  /** For `align`: the other tab's log, until it has arrived completely. */
  let collected:
    { readonly lines: DecodedLine<Raw>[]; readonly gaps: number[]; readonly whole: boolean } | undefined;
  /** What was collected, to be taken one after the other. */
  let postponed: (() => void)[] = [];
  /** For `align`: number of lines from the other tab, from now on, that this tab already has. */
  let skip = 0;

  /** For `align`: how many lines of the other tab's log, from the first of `lines` on, this tab already has; 0 if they do not overlap. */
  function overlap(lines: readonly DecodedLine<Raw>[], whole: boolean): number {
    const ahead = aheadOf([...reconciler.window], lines, (line) => reconciler.keyOf(line), whole);
    if (ahead > 0) return lines.length + ahead;
    const replay = reconciler.replayOf({ replayLines: whole ? lines.length + 1 : undefined });
    for (const line of lines) replay?.items.push(line);
    return replay?.lay().next ?? 0;
  }

  const host: TabHost<Raw> = {
    get fresh() {
      return reconciler.delivered === 0;
    },
    memory(skip) {
      // The other tab does not get a gap that has left the buffer, so nothing is expected from before it.
      intake.gaps.leaveBehind();
      const lines = reconciler.remember(Number.MAX_SAFE_INTEGER);
      return {
        lines: lines.slice(0, Math.max(0, lines.length - skip)),
        delivered: Math.max(0, reconciler.delivered - skip),
        whole: reconciler.isWhole,
      };
    },
    restore: (memory) => reconciler.restore(memory),
    follow: (lines, news) => intake.asNews(news, () => intake.adopt(lines)),
    gap(gap) {
      intake.gaps.add(gap);
      if (gap.reason === 'oversize') reconciler.marks.trailing += 1;
    },
    place(placed) {
      if (collected) return void postponed.push(() => host.place(placed));
      const { to, lines, ...found } = placed;
      const { delivered, window } = reconciler;
      const gap = reconciler.gaps.filter((one) => one.to === to).at(-1);
      if (!gap) return intake.account(lines.length, 0, lines.length);
      // Some may have filled the gap here already. Lines from before it are others, even if they look the same.
      const start = Math.max(0, gap.after - delivered + window.length);
      const news = lines.filter((line) => reconciler.indexOf(line) < start);
      const known = lines.length - news.length;
      intake.account(known, 0, known);
      if (news.length === 0 && !found.closed) return;
      reconciler.note(news, true);
      intake.place({ ...found, gap, lines: news });
    },
    beginJudging(whole) {
      doubtful = undefined;
      skip = 0;
      postponed = [];
      collected = source.identity === 'align' ? { lines: [], gaps: [], whole } : undefined;
      if (collected) return;
      intake.gaps.leaveBehind();
      reconciler.begin({ expectOverlap: 'evicted', isOther: true });
    },
    judge(lines, news) {
      if (collected) {
        for (const line of lines) collected.lines.push(line);
        return void postponed.push(() => host.judge(lines, news));
      }
      // The other tab may still hold lines from before the server restarted its log.
      const { begun } = reconciler;
      const rest = lines.slice(skip).filter(({ time = begun }) => time >= begun);
      // A gap before lines of ours is no gap here.
      if (skip > 0) doubtful = undefined;
      skip = Math.max(0, skip - lines.length);
      const known = lines.length - rest.length;
      intake.account(known, 0, known);
      const first = rest[0];
      // A line in a gap of ours needs no other gap before it, nor does one from before our first line.
      const isNew = first && !reconciler.gapOf(first) && !reconciler.precedesWindow(first);
      if (doubtful && isNew && !reconciler.recognises(first, Infinity)) {
        const { unproven, marks } = reconciler;
        if (marks.holding) {
          // Lines over the limit are before this gap, and behind one in which the two logs do not meet.
          if (unproven) intake.gaps.addMissed(undefined, undefined, unproven);
          reconciler.pass.meet();
          intake.settle();
          reconciler.miss();
        }
        intake.gaps.add(doubtful);
      }
      doubtful = undefined;
      if (first) intake.asNews(news, () => intake.store(rest));
    },
    judgeGap(gap) {
      if (collected) {
        if (gap.reason !== 'oversize') collected.gaps.push(collected.lines.length);
        return void postponed.push(() => host.judgeGap(gap));
      }
      // Its place tells whether it is new, as that of a payload.
      if (gap.reason === 'oversize') {
        if (skip === 0) intake.oversize(gap.missing ? 0 : Infinity);
        return;
      }
      doubtful = gap;
      reconciler.miss();
    },
    get holding() {
      return collected ? postponed.length > 0 : reconciler.holding;
    },
    settle() {
      if (!collected) return intake.settle();
      const { lines, gaps, whole } = collected;
      collected = undefined;
      skip = overlap(lines, whole);
      // This tab may have what lies in a gap of the other: then only parts between gaps are as they are held.
      for (let at = gaps.length; skip === 0 && gaps.length > 0 && at >= 0; at--) {
        const start = gaps[at - 1] ?? 0;
        const end = gaps[at];
        const repeated = overlap(lines.slice(start, end), whole && at === 0);
        if (repeated > 0) skip = start + Math.min(repeated, end === undefined ? Infinity : end - start);
      }
      reconciler.begin({ expectOverlap: skip > 0 ? undefined : 'evicted', replayLines: 0 });
      for (const take of postponed) take();
      postponed = [];
    },
    changed,
    begun,
    error(reason) {
      if (reason.kind === 'malformed') intake.malformed();
      error(reason);
    },
    older,
  };
  return host;
}
