/**
 * A stream of one log: combines connection, continuity, buffer and history behind the interface {@link LogStream}.
 */
import { checkSource } from './backends/check-source.js';
import type { LogSource } from './backends/source.js';
import { LogBuffer } from './buffer/log-buffer.js';
import { PACKING_BOUND } from './buffer/packing.js';
import type { ConnectionState } from './connection/machine.js';
import { createIntake } from './continuity/intake.js';
import { Reconciler } from './continuity/reconciler.js';
import { readResumeToken, TOKEN_LINES, writeResumeToken } from './continuity/resume-token.js';
import { createSession } from './stream/session.js';
import type { LogEntry, LogGap, LogStreamStatus } from './entry.js';
import { LogStreamError } from './errors.js';
import { createFillGaps } from './history/fill-gaps.js';
import { createPager } from './history/pager.js';
import { createPageReader } from './history/read-pages.js';
import { checkOneOf } from './lib/arguments.js';
import { createEmitter } from './lib/emitter.js';
import { parseTime } from './lib/time.js';
import { untilAborted } from './lib/until-aborted.js';
import { resolveOptions, type LogStreamOptions } from './options.js';
import { traceStream } from './stream/trace-stream.js';
import type { LogStream, LogStreamEvents, LogStreamSnapshot } from './stream-types.js';
import { createAutoFill } from './stream/auto-fill.js';
import { isOver, NOT_CONNECTED, reportOf } from './stream/connection-report.js';
import { iterate } from './stream/iterate.js';
import { createLatePacking } from './stream/late-packing.js';
import { createLink } from './stream/link.js';
import { createNotifier } from './stream/notifier.js';
import { createPause, type Reached } from './stream/pause.js';
import type { SharedTabs } from './stream/shared-tabs.js';
import { makeSnapshot } from './stream/snapshot.js';

const EVENTS: readonly (keyof LogStreamEvents)[] = [
  'entries',
  'filled',
  'gap',
  'status',
  'progress',
  'error',
];

/** Default page size of `loadOlder()`. */
const OLDER_LINES = 500;

/**
 * Creates a stream of one source. Nothing happens until `connect()` is called or the stream is iterated.
 * Throws `invalid-argument` or `unsupported` for invalid options.
 */
export function createLogStream<Raw = unknown>(
  source: LogSource<Raw>,
  options: LogStreamOptions = {},
): LogStream<Raw> {
  checkSource(source);
  const resolved = resolveOptions(options);
  const events = createEmitter<LogStreamEvents<Raw>>();
  const wakers = createEmitter<{ change: () => void; placed: (entries: readonly LogEntry<Raw>[]) => void }>();
  const resumed = resolved.resume === undefined ? undefined : readResumeToken(source.key, resolved.resume);
  /** Gaps to fill with the next line; until one follows, nothing shows where they end. */
  let openGaps: readonly LogGap[] = resumed?.gaps?.map(({ gap }) => gap) ?? [];
  const buffer = new LogBuffer<Raw>(
    { lines: resolved.bufferLines, bytes: resolved.bufferBytes },
    resumed?.nextSeq,
    resolved.bufferLines > PACKING_BOUND ? () => latePacking.left() : undefined,
  );
  const latePacking = createLatePacking({
    buffer,
    clock: resolved.clock,
    error: report,
    some: () => link.tabs?.packed(),
    packed: () => notifier.touch(),
  });
  const notBefore = resolved.since === undefined ? undefined : parseTime(resolved.since);
  const reconciler = new Reconciler<Raw>({
    identity: source.identity,
    identify: (line) => source.identify(line),
    overlapWindow: resolved.overlapWindow,
    ...(notBefore === undefined ? {} : { notBefore }),
  });
  if (resumed) reconciler.restore(resumed);
  const bounds = {
    lines: resolved.bufferLines,
    bytes: resolved.bufferBytes,
    messageBytes: resolved.maxMessageBytes,
  };
  const intake = createIntake<Raw>(buffer, reconciler, bounds, {
    entries(entries) {
      for (const { seq } of openGaps) autoFill.try(seq);
      openGaps = [];
      link.tabs?.delivered(entries, intake.reading);
      noteProgress(entries);
      events.emit('entries', entries);
      changed();
    },
    gap(gap) {
      link.tabs?.delivered([gap], intake.reading);
      if (gap.reason !== 'oversize') openGaps = [...openGaps, gap];
      events.emit('gap', gap);
      changed();
    },
    filled(entries, found) {
      link.tabs?.placed(found);
      filled(entries);
    },
    unheld: ({ seq }) => autoFill.try(seq),
    oversize(bytes, gap) {
      if (gap) events.emit('gap', gap);
      report(
        new LogStreamError(
          'oversize',
          `${bytes} bytes were left out. To see them, raise maxMessageBytes (${resolved.maxMessageBytes}).`,
        ),
      );
    },
  });
  intake.gaps.resume(resumed?.gaps ?? []);
  const pages = createPageReader(source, resolved, (): void => session.activity());
  const reading = { source, buffer, intake, pages, bounds };
  const fillGaps = createFillGaps<Raw>({ ...reading, resumed, waits: (): boolean => session.waits, filled });
  const pager = createPager<Raw>({
    ...reading,
    connected: () => !isOver(told),
    beginning: () => !isOver(told) && session.isBeginning,
    fillGaps,
    changed,
  });
  const autoFill = createAutoFill({
    options: resolved,
    isOver: () => isOver(told),
    fill: fillGaps,
    error: report,
    settled: changed,
  });

  const pause = createPause<Raw>();
  let disposing = false;
  const disposal = new AbortController();
  let progress: number | undefined;
  let told = NOT_CONNECTED;
  /** The status that listeners were told last. */
  let announced: LogStreamStatus = told.status;

  const session = createSession<Raw>(
    {
      source,
      options: resolved,
      intake,
      pages,
      isClosed: () => connection.state.phase === 'closed',
      fillGaps: (signal) => fillGaps(undefined, signal),
      error(error) {
        link.tabs?.troubled(error);
        report(error);
      },
      older(more) {
        link.tabs?.older(more);
        pager.note(more);
      },
      reading: (first) => pager.reading(first),
    },
    resumed?.seam,
  );
  const link: SharedTabs<Raw> = createLink<Raw>({
    source,
    options: resolved,
    intake,
    session,
    nextSeq: () => buffer.nextSeq,
    view: () => buffer.view(),
    moved,
    error: report,
    older: (more) => pager.note(more),
  });
  const { connection } = link;

  const notifier = createNotifier<Raw, LogStreamSnapshot<Raw>>({
    clock: resolved.clock,
    interval: resolved.notifyInterval,
    view: (shown) => (pause.isFrozen && shown ? shown : buffer.view()),
    make: (view) =>
      makeSnapshot(view, {
        ...told,
        status: pause.isOn ? 'paused' : told.status,
        ledger: intake.ledger,
        arrived: pause.seenOf(intake.arrived),
        progress,
        transport: source.attach ? undefined : connection.state.transport,
        history: pager.state,
        outcome: connection.state.outcome,
      }),
  });

  function changed(): void {
    notifier.touch();
    wakers.emit('change');
  }

  function filled(entries: readonly LogEntry<Raw>[]): void {
    wakers.emit('placed', entries);
    if (entries.length > 0) events.emit('filled', entries);
    changed();
  }

  function report(error: LogStreamError): void {
    events.emit('error', error);
    changed();
  }

  function noteProgress(entries: readonly LogEntry<Raw>[]): void {
    for (const entry of entries) {
      if (entry.progress === undefined) continue;
      progress = entry.progress;
      events.emit('progress', entry.progress, entry);
    }
  }

  /** The connection's state has changed. */
  function moved(state: ConnectionState): void {
    const last = told;
    told = reportOf(state, last, resolved.clock.now());
    const { status, error } = told;
    if (error && error !== last.error) events.emit('error', error);
    if (state.phase === 'open' && status !== last.status) autoFill.tryAgain();
    // A signal may outlive many streams, and what listens to it stays in memory.
    if (isOver(told) || status === 'complete') resolved.signal?.removeEventListener('abort', disconnect);
    changed();
    if (status !== last.status && !pause.isOn) announce();
  }

  /** Tells the status, unless a listener has already made it another one, or the same. */
  function announce(): void {
    changed();
    notifier.flush();
    const { snapshot } = notifier;
    if (snapshot.status === announced) return;
    announced = snapshot.status;
    events.emit('status', announced, snapshot);
  }

  function reached(): Reached<Raw> {
    return {
      arrived: intake.arrived,
      nextSeq: buffer.nextSeq,
      newest: reconciler.lastBefore(0),
    };
  }

  /** Adds a gap for lines that arrived and were evicted during a pause, so that they were never shown. */
  function reportPassedBy({ nextSeq, newest }: Reached<Raw>): void {
    const gap = intake.gaps.addPassedBy(nextSeq, newest);
    if (gap) events.emit('gap', gap);
  }

  function isGone(): boolean {
    return disposal.signal.aborted || resolved.signal?.aborted === true;
  }

  /** Runs what a caller has asked for, unless the stream is gone before it is done. */
  function whileUsed<T>(
    { signal }: { readonly signal?: AbortSignal },
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    return untilAborted([signal, resolved.signal, disposal.signal], (until) => {
      latePacking.start(); // it may bring many lines to a stream that is not connected
      return work(until);
    });
  }

  function disconnect(): void {
    autoFill.stop();
    latePacking.stop();
    connection.disconnect();
  }

  const stream: LogStream<Raw> = {
    backend: source.backend,
    title: source.title,
    canFill: !!(source.catchUp ?? (source.download && source.downloadLine)),
    connect() {
      // Called by a listener that `dispose()` notifies of the end: ignored, so that it does not throw there.
      if (disposing) return;
      if (isGone())
        throw new LogStreamError(
          'aborted',
          'This stream was disposed, or its signal has fired. Create a new one.',
        );
      // Attempts to fill them ended when it disconnected.
      if (isOver(told)) openGaps = buffer.view().gaps();
      resolved.signal?.addEventListener('abort', disconnect, { once: true });
      connection.connect();
      latePacking.start();
    },
    disconnect,
    retryNow: () => connection.retryNow(),
    pause() {
      if (pause.isOn || disposal.signal.aborted) return;
      notifier.flush();
      pause.begin(reached());
      announce();
    },
    resume() {
      if (!pause.isOn) return;
      pause.end(reached());
      reportPassedBy(pause.seen);
      announce();
    },
    clear() {
      buffer.clear();
      intake.forgetGaps();
      pager.note(true);
      pause.thaw(reached(), () => {
        changed();
        if (pause.isOn) notifier.flush();
      });
    },
    dispose() {
      disposing = true;
      disconnect();
      disposing = false;
      disposal.abort();
      events.clear();
      wakers.clear();
      notifier.clear();
    },
    loadOlder: (limit = OLDER_LINES, call = {}) =>
      whileUsed(call, (signal) => pager.loadOlder(limit, signal)),
    fill: (seq, call = {}) => whileUsed(call, (signal) => fillGaps(seq, signal, { eager: true })),
    resumeToken() {
      const seam = session.seamToResume(); // first, because it may forget lines
      const lines = reconciler.remember(TOKEN_LINES);
      if (lines.length === 0) return undefined;
      const { delivered, window } = reconciler;
      // Remembered lines that do not count as delivered come before those that do.
      const older = Math.max(0, window.length - delivered);
      return writeResumeToken(source.key, {
        lines,
        delivered: delivered + older,
        nextSeq: buffer.nextSeq,
        // Lines before `since` are still not to be shown.
        whole: reconciler.isWhole && notBefore === undefined,
        ...(seam ? { seam } : {}),
        gaps: intake.gaps.remember().map((gap) => ({ ...gap, after: gap.after && gap.after + older })),
      });
    },
    subscribe: notifier.subscribe,
    getSnapshot: () => notifier.snapshot,
    flush: notifier.pull,
    on(event, listener) {
      checkOneOf('event', event, EVENTS);
      return events.on(event, listener);
    },
    observe: notifier.observe,
    [Symbol.asyncIterator]: () =>
      iterate<Raw>({
        view: () => buffer.view(),
        nextSeq: () => buffer.nextSeq,
        status: () => told.status,
        error: () => told.error,
        isGone,
        isTrying: (gap) => autoFill.isTrying(gap),
        connect: () => stream.connect(),
        disconnect,
        onChange: (listener) => wakers.on('change', listener),
        onPlaced: (listener) => wakers.on('placed', listener),
      }),
  };

  if (resolved.debug) traceStream(stream, resolved.debug, resolved.clock);
  return stream;
}
