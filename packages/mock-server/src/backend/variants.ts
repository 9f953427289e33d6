import type { StampFormat } from '../lib/stamp.js';

/**
 * Ways in which a real server may interpret the contract differently. The defaults follow the contract; each switch is an
 * interpretation that a client must handle.
 */
export interface Variants {
  readonly codespace: CodespaceVariants;
  readonly prismq: PrismqVariants;
  readonly stratal: StratalVariants;
  readonly containers: ContainersVariants;
}

/** Interpretations of the contract of codespace. */
export interface CodespaceVariants {
  /** `since` includes its own tick, on REST and stream. Default false. */
  readonly sinceInclusive: boolean;
  /** The stream starts at "now" and replays nothing when `since` is missing. Default false. */
  readonly liveOnly: boolean;
  /** An unknown task on the stream: 404, or 200 and an `error` event. Default `404`. */
  readonly unknownTask: '404' | 'error-event';
  /** Answer to a missing or wrong bearer. Default 401. */
  readonly unauthorized: 401 | 403;
  /** The metadata of a log without any, on the stream: `null` or `{}`. Default `null`. */
  readonly emptyMetadata: 'null' | 'object';
  /** Rows carry `codespace_task_id` too. Default false. */
  readonly taskId: boolean;
  /** How many milliseconds one unit of the `timeout` parameter takes. Default 1,000; small values speed up tests. */
  readonly timeoutUnit: number;
  /** Milliseconds between two heartbeats. Default 15,000. */
  readonly heartbeatMs: number;
  /** Sends `retry:` with this many milliseconds first. Default undefined. */
  readonly retryMs: number | undefined;
  /** The format of timestamps on the wire. Default: microseconds and `Z`. Rows are always compared by microseconds. */
  readonly stamp: StampFormat;
}

/** Interpretations of the contract of prismq. */
export interface PrismqVariants {
  /** `since` includes its own tick. Default false. */
  readonly sinceInclusive: boolean;
  /** What a stream sends before it follows: the memory window, or nothing. Default `buffer`. */
  readonly replay: 'buffer' | 'none';
  /** What a stream on an ended run replays: the memory window, its last line, or nothing. Default `buffer`. */
  readonly replayEnded: 'buffer' | 'last' | 'none';
  /** An unknown run on the stream: 404, or 200 and an `error` event. Default `404`. */
  readonly unknownRun: '404' | 'error-event';
  /** Milliseconds between two comments that keep the stream alive. Default 15,000. */
  readonly heartbeatMs: number;
  /** Sends `retry:` with this many milliseconds first. Default undefined. */
  readonly retryMs: number | undefined;
  /** The format of timestamps. Default: microseconds and `Z`. */
  readonly stamp: StampFormat;
}

/** Interpretations of the contract of stratal. */
export interface StratalVariants {
  /** A live stream first replays the run's lines. Default false: it starts at "now". */
  readonly replay: boolean;
  /** Lists as in the protocol's first version: rows without level, type and metadata. Default false. */
  readonly legacyRows: boolean;
  /** How REST rows carry metadata. Default `object`. */
  readonly metadata: 'object' | 'json' | 'base64' | 'absent';
  /** `pagination.total`: correct, absent, or the size of the page. Default `exact`. */
  readonly total: 'exact' | 'absent' | 'guess';
  /** Whether task-run lists are paged. Default true. */
  readonly taskRunPagination: boolean;
  /** Whether `/system` and `/type/…` exist. Default true. */
  readonly typeRoutes: boolean;
  /** System and type lists come newest first. Default false. */
  readonly newestFirst: boolean;
  /** Greets: SSE `connected`, a first WebSocket message with `type: ""`. Default false. */
  readonly greeting: boolean;
  /** Interval of the SSE `ping` event and the WebSocket ping message, in milliseconds; 0 sends none. Default 30,000. */
  readonly pingMs: number;
  /** How WebSocket messages share frames. Default `none`: one each. */
  readonly batch: BatchMode;
  /** Messages in a frame at most, where they share one. Default 100. */
  readonly batchSize: number;
  /** Closes with 1000 when the run ends. Default false. */
  readonly completeOnClose: boolean;
  /** An unknown run on REST: 404, or an empty list. Default `404`. */
  readonly unknownRun: '404' | 'empty';
  /** Sends `retry:` with this many milliseconds first. Default undefined. */
  readonly retryMs: number | undefined;
  /** The format of timestamps. Default: microseconds and `Z`. */
  readonly stamp: StampFormat;
}

/** Interpretations of the contract of containers. */
export interface ContainersVariants {
  /** `content` begins with the container engine's timestamp. REST lines always do. Default true. */
  readonly contentStamps: boolean;
  /** Lines in one `content`. Default 1. */
  readonly linesPerContent: number;
  /** Strips trailing white space from `content`. Default false. */
  readonly trim: boolean;
  /** Sends lines as bare text frames instead of JSON. Default false. */
  readonly rawFrames: boolean;
  /** A bad token: accept and close 4001, or refuse the handshake with HTTP 403. Default `close-4001`. */
  readonly refuse: 'close-4001' | 'handshake-403';
  /** Replays at most this many lines, whatever `tail` says. Default Infinity. */
  readonly replayLimit: number;
  /** Closes with 1000 when the run ends. Default false. */
  readonly completeOnClose: boolean;
  /** `/ws/status` is taken for a service named "status". Default false. */
  readonly statusShadowed: boolean;
  /** How messages share frames. Default `none`: one each. */
  readonly batch: BatchMode;
  /** Messages in a frame at most, where they share one. Default 100. */
  readonly batchSize: number;
  /** The format of timestamps. Default: nanoseconds and `Z`. */
  readonly stamp: StampFormat;
}

/** How several messages share a WebSocket frame: not at all, as a JSON array, or one per line of text. */
export type BatchMode = 'none' | 'array' | 'lines';

const micros: StampFormat = { digits: 6, zone: 'Z' };

/** The default variants, which follow the contract. */
export const contract: Variants = {
  codespace: {
    sinceInclusive: false,
    liveOnly: false,
    unknownTask: '404',
    unauthorized: 401,
    emptyMetadata: 'null',
    taskId: false,
    timeoutUnit: 1000,
    heartbeatMs: 15_000,
    retryMs: undefined,
    stamp: micros,
  },
  prismq: {
    sinceInclusive: false,
    replay: 'buffer',
    replayEnded: 'buffer',
    unknownRun: '404',
    heartbeatMs: 15_000,
    retryMs: undefined,
    stamp: micros,
  },
  stratal: {
    replay: false,
    legacyRows: false,
    metadata: 'object',
    total: 'exact',
    taskRunPagination: true,
    typeRoutes: true,
    newestFirst: false,
    greeting: false,
    pingMs: 30_000,
    batch: 'none',
    batchSize: 100,
    completeOnClose: false,
    unknownRun: '404',
    retryMs: undefined,
    stamp: micros,
  },
  containers: {
    contentStamps: true,
    linesPerContent: 1,
    trim: false,
    rawFrames: false,
    refuse: 'close-4001',
    replayLimit: Infinity,
    completeOnClose: false,
    statusShadowed: false,
    batch: 'none',
    batchSize: 100,
    stamp: { digits: 9, zone: 'Z' },
  },
};

/** Variants to change; absent ones keep their value. */
export type VariantOverrides = { readonly [B in keyof Variants]?: Partial<Variants[B]> };

/** The given variants with the overrides on top. */
export function withVariants(base: Variants, overrides: VariantOverrides = {}): Variants {
  return {
    codespace: { ...base.codespace, ...overrides.codespace },
    prismq: { ...base.prismq, ...overrides.prismq },
    stratal: { ...base.stratal, ...overrides.stratal },
    containers: { ...base.containers, ...overrides.containers },
  };
}
