/** How much of a page's layout was forced by script, according to a trace of Chromium. */

/** An event of a trace; phase `X` marks those with a duration. */
export interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  /** Microseconds, like `dur`. */
  readonly ts: number;
  readonly dur?: number;
  /** Its CPU time, in microseconds. */
  readonly tdur?: number;
}

/** The categories that a trace must contain. */
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

/** The events of the thread that ran the most script, in order, enclosing events first. */
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

/** The share of style and layout that ran within script, 0 to 1; 0 if there was none at all. */
export function forcedShare(events: readonly TraceEvent[]): number {
  let scriptEnd = -Infinity;
  let layoutEnd = -Infinity;
  let forced = 0;
  let all = 0;
  for (const event of mainThread(events)) {
    const end = event.ts + (event.dur ?? 0);
    if (SCRIPT.has(event.name)) scriptEnd = Math.max(scriptEnd, end);
    // The time of a nested event is part of the outer one.
    if (!LAYOUT.has(event.name) || event.ts < layoutEnd) continue;
    layoutEnd = end;
    all += cost(event);
    if (event.ts < scriptEnd) forced += cost(event);
  }
  return all === 0 ? 0 : forced / all;
}
