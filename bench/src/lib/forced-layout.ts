/** How much of a page's layout its script waited for, read from a trace of Chromium. */

/** An event of a trace; those of a span have phase `X`. */
export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds, as `dur`. */
  readonly ts: number;
  readonly dur?: number;
  /** Processor time of it, microseconds. */
  readonly tdur?: number;
}

/** What a trace must hold. */
export const TRACE_CATEGORIES: readonly string[] = ['devtools.timeline', '-*'];

const SCRIPT: ReadonlySet<string> = new Set([
  'EvaluateScript',
  'EventDispatch',
  'FireAnimationFrame',
  'FireIdleCallback',
  'FunctionCall',
  'RunMicrotasks',
  'TimerFire',
  'v8.callFunction',
]);
const LAYOUT: ReadonlySet<string> = new Set(['Layout', 'UpdateLayoutTree']);

const cost = ({ dur = 0, tdur = dur }: TraceEvent): number => tdur;

/** The events of the thread that ran most script, in their order, those around others first. */
function mainThread(events: readonly TraceEvent[]): TraceEvent[] {
  const threads = new Map<string, { script: number; events: TraceEvent[] }>();
  for (const event of events) {
    if (event.ph !== 'X') continue;
    const key = `${event.pid} ${event.tid}`;
    const thread = threads.get(key) ?? { script: 0, events: [] };
    threads.set(key, thread);
    if (SCRIPT.has(event.name)) thread.script += cost(event);
    thread.events.push(event);
  }
  const [main] = [...threads.values()].sort((a, b) => b.script - a.script);
  return (main?.events ?? []).sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
}

/** The part of style and layout that ran within script, 0 to 1; 0 where there was none at all. */
export function forcedShare(events: readonly TraceEvent[]): number {
  let scriptEnd = -Infinity;
  let layoutEnd = -Infinity;
  let forced = 0;
  let all = 0;
  for (const event of mainThread(events)) {
    const end = event.ts + (event.dur ?? 0);
    if (SCRIPT.has(event.name)) scriptEnd = Math.max(scriptEnd, end);
    // One within another is in that one's time.
    if (!LAYOUT.has(event.name) || event.ts < layoutEnd) continue;
    layoutEnd = end;
    all += cost(event);
    if (event.ts < scriptEnd) forced += cost(event);
  }
  return all === 0 ? 0 : forced / all;
}
