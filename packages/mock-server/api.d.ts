// The public API as built. Do not edit: `npm run api:update` regenerates it.

declare module '@tailrace/mock-server' {
  import { HttpHandler, WebSocketHandler } from 'msw';

  export type BackendName = (typeof backendNames)[number];

  export interface BackendOptions {
    readonly store?: Store;
    readonly backends?: 'all' | readonly BackendName[];
    readonly baseUrl?: string;
    readonly tokens?: TokenOptions;
    readonly variants?: VariantOverrides;
    readonly clock?: Clock;
  }

  export type BatchMode = 'none' | 'array' | 'lines';

  export interface Clock {
    now(): number;
    after(ms: number, task: () => void): () => void;
  }

  export interface CodespaceVariants {
    readonly sinceInclusive: boolean;
    readonly liveOnly: boolean;
    readonly unknownTask: '404' | 'error-event';
    readonly unauthorized: 401 | 403;
    readonly emptyMetadata: 'null' | 'object';
    readonly taskId: boolean;
    readonly timeoutUnit: number;
    readonly heartbeatMs: number;
    readonly retryMs: number | undefined;
    readonly stamp: StampFormat;
  }

  export interface ConnectionFilter {
    readonly runId?: string;
    readonly backend?: BackendName;
    readonly transport?: TransportName;
  }

  export interface ContainersVariants {
    readonly contentStamps: boolean;
    readonly linesPerContent: number;
    readonly trim: boolean;
    readonly rawFrames: boolean;
    readonly refuse: 'close-4001' | 'handshake-403';
    readonly replayLimit: number;
    readonly completeOnClose: boolean;
    readonly statusShadowed: boolean;
    readonly batch: BatchMode;
    readonly batchSize: number;
    readonly stamp: StampFormat;
  }

  export interface Control {
    connected(filter?: ConnectionFilter): number;
    cut(
      filter?: ConnectionFilter & {
        readonly mode?: CutMode;
      },
    ): number;
    stall(ms: number, filter?: ConnectionFilter): number;
    refuse(refusal?: Refusal): void;
    duplicate(count: number, filter?: ConnectionFilter): number;
    close(code?: number, reason?: string, filter?: ConnectionFilter): number;
    fail(message: string, filter?: ConnectionFilter): number;
    evict(runId?: string, keep?: number): number;
    append(runId: string, lines: number | string | LineInput | Iterable<string | LineInput>): void;
    complete(runId: string, status?: RunStatus, exitCode?: number): void;
    setTokens(tokens: TokenOptions): void;
    setVariants(overrides: VariantOverrides): void;
    received(): ReceivedRequest[];
    reset(): void;
  }

  export type CutMode = 'end' | 'fin' | 'reset';

  export interface FleetOptions {
    readonly scenario?: ScenarioName | 'none' | Scenario | (string & {});
    readonly rate?: number;
    readonly seed?: number | string;
    readonly clock?: Clock;
    readonly cut?: (runId: string, mode: CutMode) => void;
  }

  export interface LineInput {
    readonly message: string;
    readonly level?: LineLevel;
    readonly stream?: LineStream;
    readonly step?: string;
    readonly task?: string;
    readonly type?: LineType;
    readonly progress?: number;
    readonly metadata?: Readonly<Record<string, unknown>>;
    readonly timestamp?: string | null;
    readonly at?: number;
    readonly sameInstant?: boolean;
  }

  export type LineLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';

  export interface LineSource {
    readonly first: number;
    readonly next: number;
    get(position: number): LogLine | undefined;
    onLines(listener: () => void): () => void;
  }

  export type LineStream = 'stdout' | 'stderr' | 'system';

  export type LineType = 'thinking' | 'coding' | 'info' | 'error' | 'success';

  export interface LogLine {
    readonly index: number;
    readonly row: number;
    readonly runId: string;
    readonly moment: Moment;
    readonly stamp: string | null | undefined;
    readonly level: LineLevel;
    readonly stream: LineStream;
    readonly message: string;
    readonly step: string;
    readonly task: string | undefined;
    readonly type: LineType;
    readonly progress: number | undefined;
    readonly metadata: Readonly<Record<string, unknown>> | undefined;
  }

  export interface LogSink {
    write(line: LogLine): void;
    readonly backlog: number;
    read(date?: string): Promise<LogText | undefined>;
    close(): Promise<void>;
    discard(): Promise<void>;
  }

  export interface LogText {
    readonly body: ReadableStream<Uint8Array> | string;
    readonly bytes: number;
  }

  export interface MockBackend {
    readonly store: Store;
    readonly handlers: (HttpHandler | WebSocketHandler)[];
    readonly control: Control;
    start(): void;
    stop(): void;
  }

  export interface MockBackendOptions extends BackendOptions, Omit<FleetOptions, 'clock' | 'cut'> {}

  export interface Moment {
    readonly micros: number;
    readonly nanos: number;
  }

  export class OptionError extends TypeError {
    readonly name = 'OptionError';
  }

  export interface Play {
    readonly stop: () => void;
    readonly done: Promise<void>;
  }

  export interface PlayOptions {
    readonly rate?: number;
    readonly seed?: number | string;
    readonly skip?: number;
    readonly clock?: Clock;
    readonly cut?: (runId: string, mode: CutMode) => void;
  }

  export interface PrefillOptions {
    readonly seed?: number | string;
    readonly spacing?: number;
    readonly clock?: Clock;
  }

  export interface PrismqVariants {
    readonly sinceInclusive: boolean;
    readonly replay: 'buffer' | 'none';
    readonly replayEnded: 'buffer' | 'last' | 'none';
    readonly unknownRun: '404' | 'error-event';
    readonly heartbeatMs: number;
    readonly retryMs: number | undefined;
    readonly stamp: StampFormat;
  }

  export interface Random {
    next(): number;
    int(low: number, high: number): number;
    pick<T>(items: readonly T[]): T;
    chance(probability: number): boolean;
    hex(length: number): string;
  }

  export interface ReceivedRequest {
    readonly at: number;
    readonly backend: BackendName;
    readonly kind: 'rest' | TransportName;
    readonly method: string;
    readonly path: string;
    readonly query: Readonly<Record<string, string>>;
    readonly authorised: boolean;
    readonly status: number;
  }

  export interface Refusal {
    readonly count?: number;
    readonly status?: number;
    readonly retryAfter?: number | string;
    readonly html?: boolean;
    readonly backend?: BackendName;
    readonly scope?: RefusalScope;
  }

  export type RefusalScope = 'stream' | 'rest' | 'all';

  export class Run implements LineSource {
    #private;
    readonly id: string;
    readonly title: string;
    readonly kind: RunKind;
    readonly ownerToken: string | undefined;
    readonly containerId: string;
    readonly createdAt: Moment;
    get status(): RunStatus;
    get service(): ServiceState;
    get startedAt(): Moment | undefined;
    get finishedAt(): Moment | undefined;
    get exitCode(): number | undefined;
    get sink(): LogSink | undefined;
    get ended(): boolean;
    get first(): number;
    get memoryFirst(): number;
    get next(): number;
    get(index: number): LogLine | undefined;
    slice(from: number, to?: number): LogLine[];
    append(input: string | LineInput | Iterable<string | LineInput>): void;
    setStatus(status: RunStatus, exitCode?: number): void;
    setService(state: Partial<ServiceState>): void;
    evict(keep?: number): number;
    onLines(listener: () => void): () => void;
    onChange(listener: (change: RunChange) => void): () => void;
  }

  export type RunChange = 'lines' | 'status' | 'service' | 'evicted';

  export interface RunInit {
    readonly id: string;
    readonly title?: string;
    readonly kind?: RunKind;
    readonly status?: RunStatus;
    readonly ownerToken?: string;
  }

  export type RunKind = 'scenario' | 'process' | 'file' | 'manual' | 'system';

  export type RunStatus = 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';

  export interface Scenario {
    readonly name: string;
    readonly title: string;
    readonly summary: string;
    readonly rate: number;
    readonly past?: number;
    readonly tell: (random: Random) => Iterable<Step>;
  }

  export type ScenarioName = keyof typeof scenarios;

  export interface ServiceState {
    readonly status: 'created' | 'running' | 'restarting' | 'exited';
    readonly health: 'starting' | 'healthy' | 'unhealthy' | 'none';
  }

  export interface StampFormat {
    readonly digits: number;
    readonly zone: 'Z' | 'none' | `${'+' | '-'}${number}:${number}` | (string & {});
  }

  export type Step =
    | {
        readonly kind: 'line';
        readonly line: LineInput;
        readonly after?: number;
      }
    | {
        readonly kind: 'status';
        readonly status: RunStatus;
        readonly exitCode?: number;
      }
    | {
        readonly kind: 'service';
        readonly state: Partial<ServiceState>;
      }
    | {
        readonly kind: 'cut';
        readonly mode: CutMode;
      };

  export interface Store {
    readonly memoryLines: number;
    readonly rows: number;
    readonly clock: Clock;
    readonly system: Run;
    readonly feed: LineSource;
    readonly keepsFiles: boolean;
    createRun(init: RunInit, sink?: LogSink): Run;
    run(id: string): Run | undefined;
    runs(): Run[];
    removeRun(id: string): boolean;
    subscribe(listener: StoreListener): () => void;
    close(): Promise<void>;
  }

  export type StoreListener = (run: Run, change: RunChange | 'created' | 'removed') => void;

  export interface StoreOptions {
    readonly memoryLines?: number;
    readonly rows?: number;
    readonly sink?: (run: { readonly id: string }) => LogSink;
    readonly clock?: Clock;
  }

  export interface StratalVariants {
    readonly replay: boolean;
    readonly legacyRows: boolean;
    readonly metadata: 'object' | 'json' | 'base64' | 'absent';
    readonly total: 'exact' | 'absent' | 'guess';
    readonly taskRunPagination: boolean;
    readonly typeRoutes: boolean;
    readonly newestFirst: boolean;
    readonly greeting: boolean;
    readonly pingMs: number;
    readonly batch: BatchMode;
    readonly batchSize: number;
    readonly completeOnClose: boolean;
    readonly unknownRun: '404' | 'empty';
    readonly retryMs: number | undefined;
    readonly stamp: StampFormat;
  }

  export interface TestClock extends Clock {
    schedule(task: () => void, ms: number): () => void;
    advance(ms: number): Promise<void>;
    jump(ms: number): void;
    readonly pending: number;
  }

  export type TokenOptions = string | readonly string[] | null | Partial<Tokens>;

  export type Tokens = Readonly<Record<BackendName, readonly string[] | null>>;

  export type TransportName = 'sse' | 'websocket';

  export class UnknownRunError extends Error {
    readonly name = 'UnknownRunError';
    constructor(runId: string, known: readonly string[]);
  }

  export class UnknownScenarioError extends Error {
    readonly name = 'UnknownScenarioError';
    constructor(name: string);
  }

  export type VariantOverrides = {
    readonly [B in keyof Variants]?: Partial<Variants[B]>;
  };

  export interface Variants {
    readonly codespace: CodespaceVariants;
    readonly prismq: PrismqVariants;
    readonly stratal: StratalVariants;
    readonly containers: ContainersVariants;
  }

  export const backendNames: readonly ['codespace', 'prismq', 'stratal', 'containers'];

  export const contract: Variants;

  export function createMockBackend(options?: MockBackendOptions): MockBackend;

  export function createStore(options?: StoreOptions): Store;

  export function createTestClock(start?: number): TestClock;

  export const demoToken = 'tailrace-demo';

  export function numberedLines(count: number, first?: number): Generator<LineInput>;

  export function playScenario(run: Run, scenario: Scenario, options?: PlayOptions): Play;

  export function prefill(run: Run, scenario: Scenario, count: number, options?: PrefillOptions): void;

  export const scenarios: {
    readonly steady: Scenario;
    readonly burst: Scenario;
    readonly flaky: Scenario;
    readonly 'agent-run': Scenario;
    readonly 'ansi-build': Scenario;
    readonly 'crash-loop': Scenario;
    readonly history: Scenario;
  };

  export function tailraceHandlers(
    what?: ScenarioName | Scenario | MockBackendOptions,
  ): (HttpHandler | WebSocketHandler)[];
}

declare module '@tailrace/mock-server/node' {
  import { MockBackend, MockBackendOptions } from '@tailrace/mock-server';
  import { SetupServer } from 'msw/node';

  export interface MockServer extends MockBackend {
    readonly server: SetupServer;
    listen(): void;
    close(): void;
  }

  export function createMockServer(options?: MockBackendOptions): MockServer;
}

declare module '@tailrace/mock-server/browser' {
  import { MockBackend, MockBackendOptions } from '@tailrace/mock-server';
  import { SetupWorker, StartOptions } from 'msw/browser';

  export interface MockWorker extends Omit<MockBackend, 'start' | 'stop'> {
    readonly worker: SetupWorker;
    start(options?: StartOptions): Promise<void>;
    stop(): Promise<void>;
  }

  export function createMockWorker(options?: MockBackendOptions): MockWorker;
}

declare module '@tailrace/mock-server/server' {
  import {
    BackendName,
    BackendOptions,
    Clock,
    ConnectionFilter,
    Control,
    CutMode,
    FleetOptions,
    LineInput,
    LogSink,
    Refusal,
    Run,
    RunKind,
    RunStatus,
    Store,
    TokenOptions,
    VariantOverrides,
  } from '@tailrace/mock-server';

  export interface CaptureCommandOptions {
    readonly id?: string;
    readonly title?: string;
    readonly cwd?: string;
    readonly env?: Readonly<Record<string, string>>;
    readonly file?: string;
    readonly echo?: {
      readonly stdout: NodeJS.WritableStream;
      readonly stderr: NodeJS.WritableStream;
    };
  }

  export class CaptureError extends Error {
    readonly kind: CaptureErrorKind;
    readonly name = 'CaptureError';
    constructor(kind: CaptureErrorKind, message: string, options?: ErrorOptions);
  }

  export type CaptureErrorKind = 'bad-command' | 'not-found' | 'not-allowed' | 'failed';

  export interface CaptureFileOptions {
    readonly id?: string;
    readonly title?: string;
    readonly file?: string;
    readonly poll?: number;
    readonly clock?: Clock;
  }

  export interface CapturedCommand {
    readonly run: Run;
    readonly pid: number | undefined;
    readonly exit: Promise<{
      readonly code: number | null;
      readonly signal: NodeJS.Signals | null;
    }>;
    stop(signal?: NodeJS.Signals): void;
  }

  export interface CapturedFile {
    readonly run: Run;
    settle(): Promise<void>;
    stop(): Promise<void>;
  }

  export interface Captures {
    readonly command: CapturedCommand | undefined;
    readonly files: readonly CapturedFile[];
    stop(): Promise<void>;
  }

  export interface CapturesOptions {
    readonly command?: readonly string[];
    readonly commandOptions?: CaptureCommandOptions;
    readonly files?: readonly string[];
  }

  export type ControlAction =
    | ({
        readonly action: 'cut';
        readonly mode?: CutMode;
      } & ConnectionFilter)
    | ({
        readonly action: 'stall';
        readonly ms: number;
      } & ConnectionFilter)
    | ({
        readonly action: 'refuse';
      } & Refusal)
    | ({
        readonly action: 'duplicate';
        readonly count: number;
      } & ConnectionFilter)
    | ({
        readonly action: 'close';
        readonly code?: number;
        readonly reason?: string;
      } & ConnectionFilter)
    | ({
        readonly action: 'fail';
        readonly message: string;
      } & ConnectionFilter)
    | {
        readonly action: 'evict';
        readonly runId?: string;
        readonly keep?: number;
      }
    | {
        readonly action: 'append';
        readonly runId: string;
        readonly count?: number;
        readonly lines?: readonly (string | LineInput)[];
      }
    | {
        readonly action: 'create';
        readonly id: string;
        readonly title?: string;
        readonly status?: RunStatus;
      }
    | {
        readonly action: 'complete';
        readonly runId: string;
        readonly status?: RunStatus;
        readonly exitCode?: number;
      }
    | {
        readonly action: 'tokens';
        readonly tokens: TokenOptions;
      }
    | {
        readonly action: 'variants';
        readonly variants: VariantOverrides;
      }
    | {
        readonly action: 'reset';
      };

  export interface ControlState {
    readonly runs: readonly {
      readonly id: string;
      readonly title: string;
      readonly status: RunStatus;
      readonly lines: number;
      readonly kind: RunKind;
    }[];
    readonly token: string | null;
    readonly backends: readonly BackendName[];
    readonly scenarios: readonly string[];
    readonly connections: number;
    readonly refusals: number;
  }

  export interface Logger {
    info(message: string): void;
    warn(message: string): void;
    error(message: string): void;
  }

  export interface RunningServer extends Omit<Captures, 'stop'> {
    readonly url: string;
    readonly port: number;
    readonly store: Store;
    readonly control: Control;
    close(): Promise<void>;
  }

  export class ServeError extends Error {
    readonly kind: ServeErrorKind;
    readonly name = 'ServeError';
    constructor(kind: ServeErrorKind, message: string, options?: ErrorOptions);
  }

  export type ServeErrorKind = 'port-in-use' | 'not-allowed' | 'bad-address' | 'bad-option';

  export interface ServeOptions
    extends Omit<BackendOptions, 'baseUrl'>, Omit<FleetOptions, 'clock' | 'cut'>, CapturesOptions {
    readonly port?: number;
    readonly host?: string;
    readonly dashboardDir?: string;
    readonly memoryLines?: number;
    readonly logDir?: string;
    readonly logger?: Logger;
  }

  export function captureCommand(
    store: Store,
    argv: readonly string[],
    options?: CaptureCommandOptions,
  ): CapturedCommand;

  export function captureFile(store: Store, path: string, options?: CaptureFileOptions): CapturedFile;

  export function createFileSink(path: string, onError: (error: Error) => void): LogSink;

  export function serve(options?: ServeOptions): Promise<RunningServer>;
}
