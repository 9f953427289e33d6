/** What random schedules with the reference server vary: the dialect of its backends, and the log and the stream. */
import fc from 'fast-check';

const zones = ['Z', 'none', '+02:00'] as const;
const stamp = fc.constantFrom(
  ...zones.map((zone) => ({ digits: 6, zone })),
  { digits: 9, zone: 'Z' },
  { digits: 3, zone: 'Z' },
);
const batchSize = fc.constant(3);
const batch = fc.constantFrom('none' as const, 'array' as const, 'lines' as const);

export const variants = fc.record({
  codespace: fc.record({
    stamp,
    sinceInclusive: fc.boolean(),
    liveOnly: fc.boolean(),
    // Streams end as planned after 5 minutes, or after 6 seconds.
    timeoutUnit: fc.constantFrom(1_000, 20),
  }),
  prismq: fc.record({
    stamp,
    sinceInclusive: fc.boolean(),
    replay: fc.constantFrom('buffer' as const, 'none' as const),
  }),
  stratal: fc.record({
    stamp,
    replay: fc.boolean(),
    legacyRows: fc.boolean(),
    metadata: fc.constantFrom('object' as const, 'json' as const, 'base64' as const, 'absent' as const),
    taskRunPagination: fc.boolean(),
    total: fc.constantFrom('exact' as const, 'absent' as const, 'guess' as const),
    newestFirst: fc.boolean(),
    greeting: fc.boolean(),
    unknownRun: fc.constant('empty' as const),
    batch,
    batchSize,
  }),
  containers: fc.record({
    // Container engines always send a zone.
    stamp: stamp.filter(({ zone }) => zone !== 'none'),
    linesPerContent: fc.constantFrom(1, 1, 3),
    contentStamps: fc.boolean(),
    replayLimit: fc.constantFrom(Infinity, 20),
    trim: fc.boolean(),
    rawFrames: fc.boolean(),
    batch,
    batchSize,
  }),
});

/** How a server puts lines into frames. */
export interface FrameVariants {
  readonly batch?: string;
  readonly linesPerContent?: number;
}

export const settings = fc.record({
  bufferLines: fc.constantFrom(3, 10, 40, 10_000),
  history: fc.constantFrom(undefined, undefined, 0, 3),
  /** Lines that the log has at first. */
  lines: fc.constantFrom(0, 1, 9, 700),
  /** Lines that the server holds. */
  ring: fc.constantFrom(10_000, 10_000, 100),
  /** The stream begins with lines from the fourth on. */
  since: fc.constantFrom(false, false, true),
  /** Milliseconds until the schedule begins: the first read may still be under way. */
  head: fc.constantFrom(0, 1, 100, 100),
  /** Milliseconds that a message to another tab takes. */
  latency: fc.constantFrom(0, 3, 50),
  /** The run ends with its last line. */
  ends: fc.boolean(),
});
