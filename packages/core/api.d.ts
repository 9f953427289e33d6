// The public API as built. Do not edit: `npm run api:update` regenerates it.

declare module '@tailrace/core' {
  export type AnsiColor =
    | {
        readonly kind: 'palette';
        readonly index: number;
      }
    | {
        readonly kind: 'rgb';
        readonly r: number;
        readonly g: number;
        readonly b: number;
      };

  export interface AnsiLine {
    readonly spans: readonly AnsiSpan[];
    readonly state: AnsiState;
  }

  export interface AnsiSpan {
    readonly text: string;
    readonly style: AnsiStyle;
    readonly href?: string;
  }

  export interface AnsiState {
    readonly style: AnsiStyle;
    readonly href?: string;
  }

  export interface AnsiStyle {
    readonly fg?: AnsiColor;
    readonly bg?: AnsiColor;
    readonly bold?: true;
    readonly dim?: true;
    readonly italic?: true;
    readonly underline?: true;
    readonly inverse?: true;
    readonly strike?: true;
    readonly conceal?: true;
  }

  export interface BackendConfig {
    readonly baseUrl: string;
    readonly token?: TokenSource | undefined;
    readonly levels?: Readonly<Record<string, LogLevel>>;
    readonly fetch?: typeof globalThis.fetch | undefined;
  }

  export interface BackendDefinition<Raw> {
    readonly name: string;
    readonly transports: readonly TransportName[];
    readonly identity?: Identity;
    readonly liveStart?: LiveStart;
    readonly identify?: (line: DecodedLine<Raw>) => string;
    line(
      raw: Raw,
      context: {
        readonly id: string;
      },
    ): LineDescription | undefined;
    readonly frames?: 'json' | 'text';
    readonly events?: Readonly<Record<string, EventMeaning>>;
    readonly decode?: (
      frame: Frame,
      tools: {
        readonly id: string;
        line(raw: Raw): Signal<Raw>;
      },
    ) => readonly Signal<Raw>[] | undefined;
    readonly live?: (context: {
      readonly id: string;
      readonly transport: TransportName;
      readonly cursor: Cursor | undefined;
    }) => LiveEndpoint;
    readonly start?: (
      context: {
        readonly id: string;
      } & StartRequest,
    ) => ListEndpoint;
    readonly catchUp?: (context: { readonly id: string; readonly cursor: Cursor }) => ListEndpoint;
    readonly older?: (
      context: {
        readonly id: string;
      } & OlderRequest<Raw>,
    ) => ListEndpoint;
    readonly probe?: (context: { readonly id: string }) => ListEndpoint;
    readonly download?: (context: { readonly id: string; readonly date: string | undefined }) => Endpoint & {
      readonly filename: string;
    };
    readonly downloadLine?: (
      text: string,
      context: {
        readonly id: string;
      },
    ) => LineDescription;
  }

  export interface BackendEntry {
    readonly info: BackendInfo;
    open(config: BackendConfig, id: string | undefined, options: OpenOptions): LogSource;
  }

  export interface BackendInfo {
    readonly name: string;
    readonly transports: readonly TransportName[];
    readonly identity: Identity;
  }

  export type BackendName = keyof typeof backends;

  export interface BackoffOptions {
    readonly base: number;
    readonly cap: number;
    readonly floor: number;
    readonly resetAfter: number;
  }

  export interface BufferChange<Raw = unknown> {
    readonly appended: readonly LogItem<Raw>[];
    readonly prepended: readonly LogItem<Raw>[];
    readonly evicted: number;
    readonly replaced: boolean;
    readonly cleared: boolean;
  }

  export interface CallOptions {
    readonly signal?: AbortSignal | undefined;
  }

  export interface Clock {
    now(): number;
    schedule(fn: () => void, ms: number): () => void;
  }

  export interface CodespaceConfig extends BackendConfig {
    readonly timeout?: number;
  }

  export interface CodespaceLog {
    readonly id: string;
    readonly step_name: string;
    readonly log_type: CodespaceLogType;
    readonly message: string;
    readonly created_at: string;
    readonly progress_percentage?: number | null;
    readonly metadata?: Readonly<Record<string, unknown>> | null;
    readonly codespace_task_id?: string;
  }

  export interface CodespaceLogPage {
    readonly status: string;
    readonly data: readonly CodespaceLog[];
    readonly total_count: number;
    readonly has_more: boolean;
    readonly next_offset: number | null;
    readonly message: string;
    readonly malformed: readonly Malformed[];
  }

  export interface CodespaceLogQuery {
    readonly limit?: number;
    readonly offset?: number;
    readonly logType?: CodespaceLogType;
    readonly stepName?: string;
    readonly search?: string;
    readonly sortBy?: 'created_at' | 'step_name' | 'log_type';
    readonly sortOrder?: 'asc' | 'desc';
    readonly since?: string | undefined;
  }

  export type CodespaceLogType = 'thinking' | 'coding' | 'info' | 'error' | 'success';

  export interface CodespaceTask extends LogSource<CodespaceLog> {
    readonly taskId: string;
    logs(query?: CodespaceLogQuery & CallOptions): Promise<CodespaceLogPage>;
  }

  export interface ContainerLogPage {
    readonly logs: readonly string[];
    readonly service: string;
    readonly count: number;
    readonly malformed: readonly Malformed[];
  }

  export type ContainerMessage =
    | {
        readonly type: 'log';
        readonly service?: string;
        readonly content: string;
      }
    | {
        readonly type: 'error';
        readonly message: string;
      };

  export type ContainerRaw =
    | Extract<
        ContainerMessage,
        {
          type: 'log';
        }
      >
    | string;

  export interface ContainerService {
    readonly service: string;
    readonly status: string;
    readonly container_id: string;
  }

  export interface ContainerServiceLog extends LogSource<ContainerRaw> {
    readonly service: string;
    readonly tail: number;
  }

  export interface Containers {
    service(
      name: string,
      options?: {
        readonly tail?: number | undefined;
      },
    ): ContainerServiceLog;
    services(options?: CallOptions): Promise<readonly ContainerService[]>;
    serviceLogs(
      name: string,
      options?: {
        readonly tail?: number;
      } & CallOptions,
    ): Promise<ContainerLogPage>;
    status(): StatusSource;
  }

  export interface ContainersConfig extends BackendConfig {
    readonly tail?: number;
  }

  export interface Cursor {
    readonly since?: string;
    readonly sinceTime?: number;
    readonly lastId?: string;
    readonly lastTimestamp?: string;
    readonly delivered: number;
  }

  export type CustomBackend<Raw> = (config: BackendConfig) => {
    log(id?: string): LogSource<Raw>;
  };

  export const DEFAULTS: Readonly<{
    bufferLines: 10000;
    bufferBytes: number;
    autoReconnect: true;
    maxReconnectAttempts: number;
    backoff: Readonly<{
      base: 1000;
      cap: 30000;
      floor: 50;
      resetAfter: 5000;
    }>;
    connectTimeout: 10000;
    stallTimeout: 45000;
    stallHeartbeats: 2.5;
    pollInterval: 2000;
    overlapWindow: 5000;
    maxMessageBytes: number;
    completeOnClose: false;
    notifyInterval: 16;
    serverDelay: Readonly<{
      min: 100;
      max: 60000;
    }>;
  }>;

  export interface DecodedLine<Raw = unknown> {
    readonly id?: string;
    readonly timestamp?: string;
    readonly time?: number;
    readonly level: LogLevel;
    readonly message: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly progress?: number;
    readonly metadata?: Readonly<Record<string, unknown>>;
    readonly raw: Raw;
  }

  export interface DownloadProgress {
    readonly loaded: number;
    readonly total?: number;
  }

  export interface DownloadedLog {
    readonly filename: string;
    readonly bytes: Uint8Array;
    text(): string;
  }

  export const EMPTY_LEDGER: Ledger;

  export const EMPTY_VIEW: LogView;

  export const EXPORT_TYPES: Readonly<Record<ExportFormat, string>>;

  export interface Endpoint {
    readonly path: string | readonly string[];
    readonly query?: QueryValues;
    readonly token?: TokenPlace;
    readonly headers?: Readonly<Record<string, string>>;
  }

  export interface ErrorRate {
    readonly run: string;
    readonly lines: number;
    readonly errors: number;
    readonly rate: number;
  }

  export interface ErrorRateOptions {
    readonly by?: string;
    readonly window?: number;
  }

  export interface ErrorRatesReader {
    getRates(): readonly ErrorRate[];
    readonly pending: boolean;
    subscribe(listener: () => void): () => void;
    dispose(): void;
  }

  export type EventMeaning = 'line' | 'heartbeat' | 'complete' | 'timeout' | 'error' | 'ignored';

  export type ExchangeEvent =
    | {
        readonly type: 'request';
        readonly method: string;
        readonly url: string;
      }
    | {
        readonly type: 'response';
        readonly status: number;
        readonly headers: Readonly<Record<string, string>>;
      }
    | ({
        readonly type: 'chunk';
      } & RecordedPayload)
    | {
        readonly type: 'end';
      }
    | {
        readonly type: 'error';
        readonly name: string;
        readonly code?: string;
        readonly status?: number;
      }
    | {
        readonly type: 'abort';
      }
    | {
        readonly type: 'socket';
        readonly url: string;
      }
    | {
        readonly type: 'refused';
        readonly name: string;
      }
    | {
        readonly type: 'open';
      }
    | ({
        readonly type: 'message';
      } & RecordedPayload)
    | {
        readonly type: 'close';
        readonly code: number;
        readonly reason: string;
        readonly clean: boolean;
      };

  export type ExportFormat = 'text' | 'ndjson' | 'csv';

  export interface ExportOptions {
    readonly timestamps?: boolean;
    readonly ansi?: boolean;
  }

  export type Facets = ReadonlyMap<string, ReadonlyMap<string, number>>;

  export type FeedRaw = string | LogLine;

  export interface FeedSink<Raw = unknown> {
    lines(lines: readonly DecodedLine<Raw>[], before?: number): void;
    complete(): void;
  }

  export class FilterQueryError extends LogStreamError {
    readonly position: number;
    constructor(message: string, position: number);
  }

  export interface FilteredSnapshot<Raw = unknown> {
    readonly view: LogView<Raw>;
    readonly pending: boolean;
    readonly error: LogStreamError | undefined;
    readonly breaks: readonly ViewBreak[];
  }

  export interface FilteredView<Raw = unknown> extends ViewSource<Raw> {
    getView(): LogView<Raw>;
    getSnapshot(): FilteredSnapshot<Raw>;
    readonly pending: boolean;
    readonly filter: LogFilter;
    readonly guarded: boolean;
    setFilter(filter: LogFilter | undefined): void;
    subscribe(listener: () => void): () => void;
    dispose(): void;
  }

  export interface FilteredViewOptions {
    readonly clock?: Clock;
    readonly openWorker?: OpenPatternWorker;
  }

  export interface Frame {
    readonly event?: string;
    readonly data: string;
    readonly id?: string;
  }

  export interface FrameDecoder<Raw = unknown> {
    (frame: Frame, transport: TransportName): readonly Signal<Raw>[];
    lines?(frame: Frame, transport: TransportName, lines: DecodedLine<Raw>[]): boolean;
  }

  export type GapReason = 'evicted' | 'outage' | 'overflow' | 'oversize' | 'epoch';

  export type HistoryState = 'unknown' | 'more' | 'loading' | 'start' | 'unavailable';

  export const IDLE_SNAPSHOT: LogStreamSnapshot;

  export const INITIAL_ANSI_STATE: AnsiState;

  export type Identity = 'id' | 'count' | 'align';

  export const LEVEL_LETTERS: Readonly<Record<LogLevel, string>>;

  export const LOG_LEVELS: readonly ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

  export interface Late<T> {
    readonly here: T | undefined;
    load(): Promise<T>;
  }

  export interface Ledger {
    readonly received: number;
    readonly stored: number;
    readonly duplicates: number;
    readonly dropped: number;
    readonly malformed: number;
    readonly gaps: number;
    readonly unknown?: number;
  }

  export type LevelTally = Readonly<Partial<Record<LogLevel, number>>>;

  export interface LineBlock {
    readonly base: number;
    readonly from: number;
    readonly to: number;
    readonly firstSeq: number;
    readonly step: number;
    readonly text: string;
    readonly starts: Uint32Array;
    readonly apart: readonly number[];
    readonly coded: readonly number[];
    message(index: number): string;
    level(index: number): LogLevel;
    time(index: number): number | undefined;
    labels(index: number): Readonly<Record<string, string>>;
    countLevels(from: number, to: number, into: Map<LogLevel, number>): void;
    countLabels(from: number, to: number, into: Map<Readonly<Record<string, string>>, number>): void;
  }

  export interface LineDescription {
    readonly message: string;
    readonly level?: string | number | null | undefined;
    readonly timestamp?: string | null | undefined;
    readonly id?: string | number | null | undefined;
    readonly labels?: Readonly<Record<string, string | number | null | undefined>>;
    readonly progress?: number | null | undefined;
    readonly metadata?: unknown;
  }

  export interface ListEndpoint extends Endpoint {
    readonly body?: unknown;
    readonly format?: 'json' | 'ndjson' | 'text';
    readonly rows?: (body: unknown) => readonly unknown[];
    readonly next?: (body: unknown, received: number) => ListEndpoint | undefined;
    readonly newestFirst?: boolean;
    readonly about?: (body: unknown) => Pick<Page, 'total' | 'truncated' | 'complete'>;
  }

  export interface LiveEndpoint extends Endpoint {
    readonly firstMessage?: ((token: string | undefined) => string) | undefined;
    readonly replayLines?: number | undefined;
  }

  export interface LiveRequest {
    readonly url: string;
    readonly token: TokenPlace;
    readonly headers?: Query<unknown>['headers'];
    readonly firstMessage?: ((token: string | undefined) => string) | undefined;
    readonly replayLines?: number | undefined;
  }

  export type LiveStart = 'since' | 'now' | 'tail';

  export interface LogEntry<Raw = unknown> extends DecodedLine<Raw> {
    readonly kind: 'log';
    readonly seq: number;
  }

  export interface LogFeed extends LogSource<FeedRaw> {
    append(lines: FeedRaw | Iterable<FeedRaw>): void;
    complete(): void;
    readonly completed: boolean;
  }

  export interface LogFeedOptions {
    readonly title?: string;
    readonly levels?: Readonly<Record<string, LogLevel>>;
    readonly bufferLines?: number;
  }

  export interface LogFilter {
    readonly levels?: readonly LogLevel[];
    readonly minLevel?: LogLevel;
    readonly streams?: readonly string[];
    readonly types?: readonly string[];
    readonly steps?: readonly string[];
    readonly sources?: readonly string[];
    readonly labels?: Readonly<Record<string, string | readonly string[]>>;
    readonly since?: number | string;
    readonly until?: number | string;
    readonly text?: string;
    readonly regex?: string | RegExp;
    readonly caseSensitive?: boolean;
    readonly exclude?: string;
    readonly all?: readonly LogFilter[];
    readonly any?: readonly LogFilter[];
    readonly not?: LogFilter;
    readonly query?: string;
    readonly context?: number;
  }

  export interface LogGap {
    readonly kind: 'gap';
    readonly seq: number;
    readonly reason: GapReason;
    readonly missing?: number;
    readonly from?: string;
    readonly to?: string;
  }

  export type LogItem<Raw = unknown> = LogEntry<Raw> | LogGap;

  export type LogLevel = (typeof LOG_LEVELS)[number];

  export interface LogLine {
    readonly message: string;
    readonly level?: LogLevel;
    readonly timestamp?: string;
    readonly id?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly progress?: number;
    readonly metadata?: Readonly<Record<string, unknown>>;
  }

  export interface LogSource<Raw = unknown> {
    readonly backend: string;
    readonly key: string;
    readonly title: string;
    readonly token?: TokenSource | undefined;
    readonly transports: readonly TransportName[];
    readonly identity: Identity;
    readonly liveStart: LiveStart;
    readonly failsWhenMissing?: boolean;
    live(transport: TransportName, cursor: Cursor | undefined): LiveRequest;
    readonly decode: FrameDecoder<Raw>;
    identify(line: DecodedLine<Raw>): string;
    start?(start: StartRequest): PageRequest<Raw>;
    catchUp?(cursor: Cursor): PageRequest<Raw>;
    poll?(cursor: Cursor | undefined, start: StartRequest): PageRequest<Raw>;
    older?(request: OlderRequest<Raw>): PageRequest<Raw>;
    probe?(): PageRequest<Raw>;
    download?(query?: { readonly date?: string | undefined }): {
      readonly url: string;
      readonly token: TokenPlace;
      readonly headers?: Query<unknown>['headers'];
      readonly filename: string;
    };
    readonly downloadLine?: (text: string) => DecodedLine<Raw>;
    attach?(sink: FeedSink<Raw>): () => void;
  }

  export class LogSourceService {
    private readonly streams;
    protected readonly defaults: LogStreamOptions;
    private readonly report;
    private readonly origin;
    readonly token: TokenSource | undefined;
    constructor(baseUrl?: string, options?: LogStreamingServiceOptions);
    get baseUrl(): string;
    get fetch(): typeof globalThis.fetch | undefined;
    open<Raw>(source: LogSource<Raw>, options?: LogStreamOptions): StreamLease<Raw>;
    stream<Raw>(source: LogSource<Raw>, options?: SubscribeOptions<Raw>): StreamSubscription<Raw>;
    download<Raw>(
      source: LogSource<Raw>,
      options?: CallOptions & {
        readonly date?: string;
        onProgress?(progress: DownloadProgress): void;
        onChunk?(chunk: Uint8Array): void | Promise<void>;
      },
    ): Promise<DownloadedLog>;
  }

  export interface LogStats {
    readonly lines: number;
    readonly gaps: number;
    readonly levels: Readonly<Partial<Record<LogLevel, number>>>;
    readonly types: Readonly<Record<string, number>>;
    readonly streams: Readonly<Record<string, number>>;
    readonly sources: Readonly<Record<string, number>>;
    readonly rate: number;
  }

  export interface LogStream<Raw = unknown> {
    readonly backend: string;
    readonly title: string;
    readonly canFill: boolean;
    connect(): void;
    disconnect(): void;
    retryNow(): void;
    pause(): void;
    resume(): void;
    clear(): void;
    dispose(): void;
    loadOlder(
      limit?: number,
      options?: {
        signal?: AbortSignal;
      },
    ): Promise<number>;
    fill(
      seq?: number,
      options?: {
        signal?: AbortSignal;
      },
    ): Promise<number>;
    resumeToken(): string | undefined;
    subscribe(listener: () => void): () => void;
    getSnapshot(): LogStreamSnapshot<Raw>;
    flush(): void;
    on<E extends keyof LogStreamEvents<Raw>>(event: E, listener: LogStreamEvents<Raw>[E]): () => void;
    observe(observer: (change: BufferChange<Raw>, view: LogView<Raw>) => void): () => void;
    [Symbol.asyncIterator](): AsyncIterator<LogItem<Raw>>;
  }

  export class LogStreamError extends Error {
    readonly name = 'LogStreamError';
    readonly kind: LogStreamErrorKind;
    readonly retryable: boolean;
    readonly status?: number;
    readonly retryAfter?: number;
    constructor(kind: LogStreamErrorKind, message: string, init?: LogStreamErrorInit);
  }

  export interface LogStreamErrorInit {
    readonly retryable?: boolean | undefined;
    readonly status?: number | undefined;
    readonly retryAfter?: number | undefined;
    readonly cause?: unknown;
  }

  export type LogStreamErrorKind =
    | 'network'
    | 'timeout'
    | 'stalled'
    | 'disconnected'
    | 'unauthorized'
    | 'forbidden'
    | 'not-found'
    | 'gone'
    | 'invalid-request'
    | 'rate-limited'
    | 'server'
    | 'http'
    | 'protocol'
    | 'rejected'
    | 'malformed'
    | 'oversize'
    | 'token'
    | 'invalid-argument'
    | 'retries-exhausted'
    | 'aborted'
    | 'unsupported';

  export interface LogStreamEvents<Raw = unknown> {
    entries: (entries: readonly LogEntry<Raw>[]) => void;
    filled: (entries: readonly LogEntry<Raw>[]) => void;
    gap: (gap: LogGap) => void;
    status: (status: LogStreamStatus, snapshot: LogStreamSnapshot<Raw>) => void;
    progress: (progress: number, entry: LogEntry<Raw>) => void;
    error: (error: LogStreamError) => void;
  }

  export interface LogStreamOptions {
    readonly bufferLines?: number;
    readonly bufferBytes?: number;
    readonly history?: number;
    readonly autoReconnect?: boolean;
    readonly maxReconnectAttempts?: number;
    readonly backoff?: Partial<BackoffOptions>;
    readonly connectTimeout?: number;
    readonly stallTimeout?: number;
    readonly pollInterval?: number;
    readonly overlapWindow?: number;
    readonly maxMessageBytes?: number;
    readonly transport?: TransportName;
    readonly completeOnClose?: boolean;
    readonly since?: string;
    readonly resume?: string;
    readonly shareTabs?: boolean | string;
    readonly signal?: AbortSignal;
    readonly notifyInterval?: number;
    readonly debug?: boolean | ((line: string) => void);
    readonly fetch?: typeof globalThis.fetch;
    readonly WebSocket?: typeof globalThis.WebSocket;
    readonly tabs?: TabEnvironment;
    readonly clock?: Clock;
    readonly random?: () => number;
  }

  export interface LogStreamSnapshot<Raw = unknown> {
    readonly status: LogStreamStatus;
    readonly view: LogView<Raw>;
    readonly items: readonly LogItem<Raw>[];
    readonly error: LogStreamError | undefined;
    readonly ledger: Ledger;
    readonly arrived: number;
    readonly progress: number | undefined;
    readonly retry: RetryInfo | undefined;
    readonly transport: TransportName | undefined;
    readonly history: HistoryState;
    readonly outcome: string | undefined;
  }

  export type LogStreamStatus =
    'idle' | 'connecting' | 'live' | 'reconnecting' | 'polling' | 'paused' | 'complete' | 'failed' | 'closed';

  export class LogStreamingService extends LogSourceService {
    streamJobRunLogs(
      jobRunId: string,
      options?: SubscribeOptions<StratalLog>,
    ): StreamSubscription<StratalLog>;
    streamAllLogs(options?: SubscribeOptions<StratalLog>): StreamSubscription<StratalLog>;
    getJobRunLogs(
      jobRunId: string,
      limit?: number,
      offset?: number,
      call?: CallOptions,
    ): Promise<StratalLogPage>;
    getTaskRunLogs(taskRunId: string, call?: CallOptions): Promise<StratalLogPage>;
    getSystemLogs(limit?: number, offset?: number, call?: CallOptions): Promise<StratalLogPage>;
    getLogsByType(
      type: StratalType,
      limit?: number,
      offset?: number,
      call?: CallOptions,
    ): Promise<StratalLogPage>;
    getStreamingStatus(call?: CallOptions): Promise<StratalStreamingStatus>;
    downloadJobRunLogs(
      jobRunId: string,
      options?: CallOptions & {
        readonly date?: string;
        onProgress?(progress: DownloadProgress): void;
      },
    ): Promise<DownloadedLog>;
    private get jobs();
  }

  export interface LogStreamingServiceOptions extends LogStreamOptions {
    readonly token?: TokenSource;
    onError?(error: LogStreamError): void;
  }

  export interface LogView<Raw = unknown> {
    readonly length: number;
    at(row: number): LogItem<Raw> | undefined;
    rowOf(seq: number): number;
    rowAtOrAfter(seq: number): number;
    slice(from?: number, to?: number): readonly LogItem<Raw>[];
    [Symbol.iterator](): Iterator<LogItem<Raw>>;
    gaps?(): readonly LogGap[] | undefined;
    blockAt?(row: number): LineBlock | undefined;
  }

  export interface LogVolume {
    readonly bars: readonly VolumeBar[];
    readonly width: number;
    readonly untimed: number;
  }

  export interface Malformed {
    readonly reason: string;
    readonly data: string;
  }

  export type Observable<Raw = unknown> = Pick<LogStream<Raw>, 'getSnapshot' | 'observe'>;

  export interface OlderRequest<Raw = unknown> {
    readonly oldest: DecodedLine<Raw> | undefined;
    readonly newer: number;
    readonly limit: number;
  }

  export interface OpenOptions {
    readonly tail?: number;
    readonly transport?: TransportName;
  }

  export type OpenPatternWorker = () => PatternWorker | undefined;

  export interface Page<Raw = unknown> {
    readonly lines: readonly DecodedLine<Raw>[];
    readonly malformed: readonly Malformed[];
    readonly next?: PageRequest<Raw> | undefined;
    readonly truncated?: boolean | undefined;
    readonly total?: number | undefined;
    readonly complete?:
      | {
          readonly status?: string;
        }
      | undefined;
  }

  export interface PageEvents {
    addEventListener?(type: string, listener: (event: { readonly persisted?: boolean }) => void): void;
    removeEventListener?(type: string, listener: (event: { readonly persisted?: boolean }) => void): void;
    readonly document?: PageEvents & {
      readonly visibilityState?: string;
    };
  }

  export type PageRequest<Raw = unknown> = Query<Page<Raw>>;

  export interface PatternAnswer {
    readonly found: readonly PatternPlaces[];
    readonly more: boolean;
  }

  export type PatternPlaces = readonly (readonly number[])[];

  export interface PatternTask {
    readonly patterns: readonly {
      readonly source: string;
      readonly flags: string;
    }[];
    readonly texts: readonly string[];
    readonly first: boolean;
    readonly slice: number;
    readonly singly: boolean;
  }

  export interface PatternWorker {
    postMessage(task: PatternTask): void;
    onmessage:
      | {
          hear(event: { readonly data: true | PatternAnswer }): void;
        }['hear']
      | null;
    onerror:
      | {
          hear(event: { preventDefault?(): void }): void;
        }['hear']
      | null;
    terminate(): void;
  }

  export interface PrismqLog {
    readonly timestamp: string;
    readonly level: 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR' | 'CRITICAL';
    readonly message: string;
  }

  export interface PrismqLogPage {
    readonly run_id: string;
    readonly logs: readonly PrismqLog[];
    readonly total_lines: number;
    readonly truncated: boolean;
    readonly malformed: readonly Malformed[];
  }

  export interface PrismqLogQuery {
    readonly tail?: number;
    readonly since?: string | undefined;
  }

  export interface PrismqRun extends LogSource<PrismqLog> {
    readonly runId: string;
    info(options?: CallOptions): Promise<PrismqRunInfo>;
    logs(query?: PrismqLogQuery & CallOptions): Promise<PrismqLogPage>;
  }

  export interface PrismqRunInfo {
    readonly run_id: string;
    readonly status: PrismqStatus;
    readonly [field: string]: unknown;
  }

  export type PrismqStatus = 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';

  export interface Query<T> {
    readonly url: string;
    readonly token: TokenPlace;
    readonly headers?: Readonly<Record<string, string>> | undefined;
    readonly body?: string | undefined;
    readonly expect: 'json' | 'text';
    decode(body: unknown): T;
  }

  export type QueryValues = Readonly<Record<string, string | number | boolean | undefined>>;

  export type RecordedEvent = {
    readonly t: number;
  } & (
    | ({
        readonly on: number;
      } & ExchangeEvent)
    | {
        readonly type: 'cut';
        readonly bytes: number;
      }
    | {
        readonly type: 'stop';
      }
  );

  export type RecordedPayload =
    | {
        readonly text: string;
      }
    | {
        readonly base64: string;
      };

  export interface Recorder {
    readonly fetch: typeof globalThis.fetch;
    readonly WebSocket?: typeof globalThis.WebSocket;
    readonly cut: boolean;
    stop(): void;
    toJSON(): Recording;
    toNdjson(): string;
  }

  export interface RecorderOptions {
    readonly fetch?: typeof globalThis.fetch;
    readonly WebSocket?: typeof globalThis.WebSocket;
    readonly clock?: Clock;
    readonly maxBytes?: number;
    readonly about?: Readonly<Record<string, string>>;
    readonly secrets?: readonly string[];
  }

  export interface Recording {
    readonly tailrace: 'recording';
    readonly version: 1;
    readonly startedAt: string;
    readonly about: Readonly<Record<string, string>>;
    readonly events: readonly RecordedEvent[];
  }

  export interface Replay {
    readonly fetch: typeof globalThis.fetch;
    readonly WebSocket: typeof globalThis.WebSocket;
    readonly clock: Clock;
    readonly ended: Promise<void>;
  }

  export interface ReplayOptions {
    readonly clock?: Clock;
    readonly speed?: number | 'max';
  }

  export interface RetryInfo {
    readonly attempt: number;
    readonly at: number;
    readonly delay: number;
  }

  export interface Search {
    find(
      term: string,
      options?: SearchOptions & {
        readonly fromSeq?: number;
      },
    ): void;
    next(): void;
    previous(): void;
    getState(): SearchState;
    rangesIn(text: string): readonly TextRange[];
    matchingSeqs(): readonly number[];
    subscribe(listener: () => void): () => void;
    dispose(): void;
  }

  export interface SearchInit {
    readonly clock?: Clock;
    readonly openWorker?: OpenPatternWorker;
  }

  export interface SearchOptions {
    readonly regex?: boolean;
    readonly caseSensitive?: boolean;
    readonly wholeWord?: boolean;
  }

  export interface SearchState {
    readonly term: string;
    readonly options: SearchOptions;
    readonly total: number;
    readonly current: number;
    readonly currentSeq: number | undefined;
    readonly currentInLine: number;
    readonly error: LogStreamError | undefined;
    readonly pending: boolean;
    readonly learnt: number;
  }

  export interface ServiceStatusChange {
    readonly service: string;
    readonly status: string;
    readonly health?: string;
  }

  export interface ServiceStatusSnapshot {
    readonly status: Exclude<LogStreamStatus, 'paused'>;
    readonly services: ReadonlyMap<string, ServiceStatusChange>;
    readonly error: LogStreamError | undefined;
    readonly retry: RetryInfo | undefined;
  }

  export interface ServiceStatusWatch {
    connect(): void;
    disconnect(): void;
    retryNow(): void;
    subscribe(listener: () => void): () => void;
    getSnapshot(): ServiceStatusSnapshot;
  }

  export type Signal<Raw = unknown> =
    | {
        readonly type: 'line';
        readonly line: DecodedLine<Raw>;
      }
    | {
        readonly type: 'heartbeat';
      }
    | {
        readonly type: 'complete';
        readonly status?: string | undefined;
        readonly message?: string | undefined;
      }
    | {
        readonly type: 'timeout';
      }
    | {
        readonly type: 'fatal';
        readonly error: LogStreamError;
      }
    | ({
        readonly type: 'malformed';
      } & Malformed)
    | {
        readonly type: 'ignored';
        readonly what: string;
      }
    | {
        readonly type: 'unknown';
        readonly what: string;
      };

  export interface StartRequest {
    readonly lines: number;
  }

  export interface StatsReader {
    getStats(): LogStats;
    readonly facets: Facets;
    readonly pending: boolean;
    subscribe(listener: () => void): () => void;
    dispose(): void;
  }

  export type StatusSignal =
    | {
        readonly type: 'changes';
        readonly changes: readonly ServiceStatusChange[];
      }
    | {
        readonly type: 'error';
        readonly error: LogStreamError;
      };

  export interface StatusSource {
    readonly backend: string;
    readonly key: string;
    readonly title: string;
    readonly url: string;
    readonly token: TokenPlace;
    readonly tokenSource?: TokenSource | undefined;
    decode(data: string): StatusSignal | undefined;
  }

  export interface Stratal {
    jobRun(id: string): StratalSource;
    taskRun(id: string): StratalSource;
    system(): StratalSource;
    type(type: StratalType): StratalSource;
    all(): StratalSource;
    jobRunLogs(id: string, paging?: StratalPaging & CallOptions): Promise<StratalLogPage>;
    taskRunLogs(id: string, paging?: StratalPaging & CallOptions): Promise<StratalLogPage>;
    systemLogs(paging?: StratalPaging & CallOptions): Promise<StratalLogPage>;
    logsByType(type: StratalType, paging?: StratalPaging & CallOptions): Promise<StratalLogPage>;
    streamingStatus(options?: CallOptions): Promise<StratalStreamingStatus>;
  }

  export interface StratalConfig extends BackendConfig {
    readonly transport?: TransportName | undefined;
  }

  export interface StratalConnections {
    readonly websocket: number;
    readonly sse: number;
  }

  export interface StratalLog {
    readonly type?: StratalType;
    readonly job_run_id: string;
    readonly task_run_id?: string;
    readonly timestamp: string;
    readonly level: 'info' | 'error' | 'warn' | 'debug';
    readonly stream: 'stdout' | 'stderr' | 'system';
    readonly message: string;
    readonly task_name?: string;
    readonly metadata?: Readonly<Record<string, unknown>>;
  }

  export interface StratalLogPage {
    readonly logs: readonly StratalRow[];
    readonly pagination: StratalPagination;
    readonly malformed: readonly Malformed[];
  }

  export interface StratalPagination {
    readonly total?: number | undefined;
    readonly limit: number;
    readonly offset: number;
    readonly count: number;
  }

  export interface StratalPaging {
    readonly limit?: number;
    readonly offset?: number;
  }

  export interface StratalRow {
    readonly id: number;
    readonly type?: StratalType;
    readonly job_run_id?: string | null;
    readonly task_run_id?: string | null;
    readonly timestamp: string;
    readonly level?: StratalLog['level'];
    readonly stream: StratalLog['stream'];
    readonly message: string;
    readonly metadata?: Readonly<Record<string, unknown>> | string | null;
  }

  export type StratalSource = LogSource<StratalLog>;

  export interface StratalStreamingStatus {
    readonly status: string;
    readonly connections: {
      readonly global: StratalConnections;
      readonly jobs: Readonly<Record<string, StratalConnections>>;
    };
  }

  export type StratalType = 'system' | 'job' | 'task';

  export interface StreamHandlers<Raw = unknown> {
    onMessage?(message: Raw, entry: LogEntry<Raw>): void;
    onEntries?(entries: readonly LogEntry<Raw>[]): void;
    onGap?(gap: LogGap): void;
    onConnect?(): void;
    onDisconnect?(): void;
    onError?(error: LogStreamError): void;
    onStatus?(status: LogStreamStatus): void;
    onComplete?(outcome: string | undefined): void;
  }

  export interface StreamLease<Raw = unknown> {
    readonly stream: LogStream<Raw>;
    release(): void;
  }

  export interface StreamSubscription<Raw = unknown> {
    readonly stream: LogStream<Raw>;
    connect(): void;
    disconnect(): void;
    readonly isConnected: boolean;
  }

  export type SubscribeOptions<Raw = unknown> = StreamHandlers<Raw> & LogStreamOptions;

  export interface TabChannel {
    postMessage(message: unknown): void;
    addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
    close(): void;
  }

  export interface TabEnvironment {
    readonly locks: TabLocks;
    readonly BroadcastChannel: new (name: string) => TabChannel;
    readonly page?: PageEvents;
  }

  export interface TabLocks {
    request(
      name: string,
      options: {
        readonly signal?: AbortSignal;
        readonly steal?: boolean;
      },
      callback: () => Promise<void>,
    ): Promise<unknown>;
    query(): Promise<{
      readonly pending?: readonly {
        readonly name?: string;
      }[];
    }>;
  }

  export type TextRange = readonly [start: number, end: number];

  export type TimestampMode = 'local' | 'date' | 'utc' | 'iso' | 'relative' | 'delta' | 'raw';

  export interface TimestampOptions {
    readonly mode: TimestampMode;
    readonly timeZone?: string;
    readonly now?: number;
    readonly previous?: number;
    readonly previousTimestamp?: string;
    readonly digits?: number;
    readonly locale?: string;
  }

  export type TokenPlace =
    | 'header'
    | 'none'
    | {
        readonly query: string;
      }
    | {
        readonly header: string;
      };

  export type TokenSource = string | (() => string | undefined | Promise<string | undefined>);

  export type TransportName = 'websocket' | 'sse' | 'polling';

  export interface ViewBreak {
    readonly seq: number;
    readonly hidden: number;
  }

  export interface ViewSource<Raw = unknown> {
    getSnapshot(): {
      readonly view: LogView<Raw>;
      readonly arrived?: number;
    };
    observe(observer: (change: BufferChange<Raw>, view: LogView<Raw>) => void): () => void;
  }

  export interface VolumeBar {
    readonly from: number;
    readonly to: number;
    readonly lines: number;
    readonly levels: LevelTally;
  }

  export interface VolumeReader {
    getVolume(): LogVolume;
    readonly pending: boolean;
    subscribe(listener: () => void): () => void;
    dispose(): void;
  }

  export function ansiStateAfter(text: string, state?: AnsiState): AnsiState;

  export const backends: Readonly<Record<'codespace' | 'prismq' | 'stratal' | 'containers', BackendEntry>>;

  export function codespace(config: CodespaceConfig): {
    task(taskId: string): CodespaceTask;
  };

  export function compileFilter(filter?: LogFilter): (item: LogItem) => boolean;

  export function containers(config: ContainersConfig): Containers;

  export function createErrorRates<Raw>(
    source: ViewSource<Raw>,
    {
      by,
      window,
      clock,
    }?: ErrorRateOptions & {
      readonly clock?: Clock;
    },
  ): ErrorRatesReader;

  export function createFilteredView<Raw>(
    source: ViewSource<Raw>,
    filter?: LogFilter,
    { clock, openWorker }?: FilteredViewOptions,
  ): FilteredView<Raw>;

  export function createLogFeed(options?: LogFeedOptions): LogFeed;

  export function createLogStream<Raw = unknown>(
    source: LogSource<Raw>,
    options?: LogStreamOptions,
  ): LogStream<Raw>;

  export function createRecorder(options?: RecorderOptions): Recorder;

  export function createSearch<Raw>(source: ViewSource<Raw>, { clock, openWorker }?: SearchInit): Search;

  export function createStats<Raw>(
    source: ViewSource<Raw>,
    {
      clock,
    }?: {
      readonly clock?: Clock;
    },
  ): StatsReader;

  export function createVolume<Raw>(
    source: ViewSource<Raw>,
    {
      bars: most,
      clock,
    }?: {
      readonly bars?: number;
      readonly clock?: Clock;
    },
  ): VolumeReader;

  export function decodeRecording(text: string): Recording;

  export function defineBackend<Raw = Readonly<Record<string, unknown>>>(
    definition: BackendDefinition<Raw>,
  ): CustomBackend<Raw>;

  export function describeGap(gap: LogGap): string;

  export function encodeRecording({ events, ...head }: Recording): string;

  export function exportItems(
    items: Iterable<LogItem>,
    format: ExportFormat,
    options?: ExportOptions,
  ): Generator<string>;

  export function formatFilterQuery(filter: LogFilter): string | undefined;

  export function formatTimestamp(
    line: Pick<DecodedLine, 'timestamp' | 'time'>,
    options: TimestampOptions,
  ): string;

  export function isAtLeast(level: LogLevel, least: LogLevel): boolean;

  export function isEmptyFilter(filter: LogFilter | undefined): boolean;

  export function jsonText(value: unknown, indent?: number): string;

  export function late<T>(what: string, bring: () => Promise<T>): Late<T>;

  export function levelRank(level: LogLevel): number;

  export function openSource(
    name: string,
    config: BackendConfig,
    id?: string,
    options?: OpenOptions,
  ): LogSource;

  export function parseAnsi(text: string, state?: AnsiState): AnsiLine;

  export function parseFilterQuery(query: string): LogFilter;

  export function prismq(config: BackendConfig): {
    run(runId: string): PrismqRun;
  };

  export function replay(recording: Recording, { clock, speed }?: ReplayOptions): Replay;

  export function stratal(config: StratalConfig): Stratal;

  export function stripAnsi(text: string): string;

  export const systemClock: Clock;

  export function toCsv(items: Iterable<LogItem>, options?: ExportOptions): string;

  export function toNdjson(items: Iterable<LogItem>, options?: ExportOptions): string;

  export function toText(items: Iterable<LogItem>, options?: ExportOptions): string;

  export function traceStream(
    stream: Pick<LogStream, 'backend' | 'title' | 'on' | 'getSnapshot'>,
    write: (line: string) => void,
    clock?: Clock,
  ): () => void;

  export function watchServiceStatus(source: StatusSource, options?: LogStreamOptions): ServiceStatusWatch;
}
