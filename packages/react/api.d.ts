// The public API as it is built. Never edit it: `npm run api:update` writes it anew.

declare module '@tailrace/react' {
  import * as react from 'react';
  import { CSSProperties, ReactElement, ReactNode } from 'react';
  import {
    AnsiState,
    BackendConfig,
    CodespaceLog,
    CodespaceLogType,
    ContainerService,
    ErrorRate,
    ErrorRateOptions,
    Facets,
    FilteredView,
    GapReason,
    HistoryState,
    LogEntry,
    LogFilter,
    LogGap,
    LogItem,
    LogLevel,
    LogSource,
    LogSourceService,
    LogStats as LogStats$1,
    LogStream,
    LogStreamError,
    LogStreamOptions,
    LogStreamSnapshot,
    LogStreamStatus,
    LogStreamingService,
    LogView,
    LogVolume,
    OpenPatternWorker,
    Search,
    SearchOptions,
    SearchState,
    ServiceStatusChange,
    StratalStreamingStatus,
    StratalType,
    TextRange as TextRange$1,
    TokenSource,
    TransportName,
    ViewBreak,
    ViewSource,
    createSearch,
  } from '@tailrace/core';

  export interface CodespaceFilters {
    readonly log_type?: CodespaceLogType;
    readonly step_name?: string;
    readonly search?: string;
  }

  export interface ContainerAccess {
    readonly baseUrl?: string;
    readonly token?: TokenSource;
  }

  export type CopyFormat = (typeof COPY_FORMATS)[number];

  export const DEFAULT_LABELS: {
    readonly viewer: 'Log viewer';
    readonly log: 'Log';
    readonly toolbar: 'Log tools';
    readonly newLines: (lines: number, errors: number) => string;
    readonly toEnd: 'Jump to the end';
    readonly announce: (lines: number, errors: number) => string;
    readonly status: (status: LogStreamStatus) => string;
    readonly rate: (perSecond: number) => string;
    readonly rateTitle: (perSecond: number) => string;
    readonly retryIn: (seconds: number, attempt: number) => string;
    readonly retrying: 'Trying now';
    readonly retryNow: 'Retry now';
    readonly retry: 'Try again';
    readonly connect: 'Connect';
    readonly search: 'Find';
    readonly searchPlaceholder: 'Find';
    readonly searchNext: 'Next match';
    readonly searchPrevious: 'Previous match';
    readonly searchCase: 'Match case';
    readonly searchWord: 'Whole word';
    readonly searchRegex: 'Regular expression';
    readonly searchState: (current: number, total: number) => string;
    readonly filter: 'Filter lines';
    readonly filterPlaceholder: 'Filter lines';
    readonly filterRegex: 'Filter by regular expression';
    readonly filterQuery: 'Filter by a query';
    readonly filterQueryPlaceholder: 'error -timeout level:warn+';
    readonly filterQueryHint: 'Words must all stand in the line. a | b: one of them. -a: not. "several words". /expression/. (…). Fields: level:error, level:warn+, stream:, type:, step:, source:';
    readonly filterClear: 'Show all lines';
    readonly facets: 'More filters';
    readonly facet: (label: string) => string;
    readonly facetEmpty: '(empty)';
    readonly facetsClear: 'Any of these';
    readonly contextLines: 'Lines around each match';
    readonly contextCount: (lines: number) => string;
    readonly hiddenLines: (count: number) => string;
    readonly levels: 'Levels';
    readonly level: (level: LogLevel) => string;
    readonly logType: (type: string) => string;
    readonly allLevels: 'All levels';
    readonly levelsShown: (shown: number, all: number) => string;
    readonly clear: 'Clear';
    readonly clearTitle: 'Clear the lines held here (the server keeps its own)';
    readonly download: 'Download';
    readonly downloadText: 'As text';
    readonly downloadNdjson: 'As NDJSON';
    readonly downloadCsv: 'As CSV';
    readonly downloadFull: 'Full log from the server';
    readonly downloading: (bytes: number) => string;
    readonly downloadFailed: (why: string) => string;
    readonly wrap: 'Wrap long lines';
    readonly timestamps: 'Timestamps';
    readonly timestampsMode: (mode: TimestampMode) => string;
    readonly timestampMode: (mode: TimestampMode) => string;
    readonly jumpToTime: 'Jump to time';
    readonly jumpToTimeHint: '10:31, 2026-11-03 10:31:02.5 or -5m';
    readonly jump: 'Go';
    readonly timeJump: (jump: TimeJump) => string;
    readonly pause: 'Pause';
    readonly resume: 'Resume';
    readonly follow: 'Follow the end';
    readonly more: 'More tools';
    readonly copyJson: 'Copy JSON';
    readonly jsonTree: 'JSON';
    readonly jsonMore: (count: number) => string;
    readonly copied: 'Copied';
    readonly copyFailed: 'The browser does not allow copying here';
    readonly loadOlder: 'Load older lines';
    readonly olderFull: (held: number) => string;
    readonly olderGone: (held: number) => string;
    readonly history: (state: HistoryState) => string;
    readonly gap: (missing: number | undefined) => string;
    readonly gapReason: (reason: GapReason) => string;
    readonly gapLoad: 'Load';
    readonly gapLoading: 'Loading';
    readonly gapNotFilled: 'Could not be filled';
    readonly trimmed: (missing: number | undefined) => string;
    readonly lineNumber: (line: string) => string;
    readonly details: 'Details';
    readonly showAll: (characters: number) => string;
    readonly foldedLines: (count: number) => string;
    readonly emptyTitle: 'No lines yet';
    readonly emptyLive: 'Connected. Lines appear here as they are written.';
    readonly emptyIdle: 'Nothing is streamed yet.';
    readonly emptyComplete: 'The log is complete and has no lines.';
    readonly emptyClosed: 'Disconnected. Nothing is held.';
    readonly emptyCleared: 'Nothing to show.';
    readonly loading: 'Loading the log';
    readonly noMatchTitle: 'No line matches the filter';
    readonly noMatch: (held: number) => string;
    readonly failedTitle: 'The log cannot be read';
    readonly reconnectingTitle: 'The connection was lost';
    readonly unreachableTitle: 'No connection yet';
    readonly shown: (shown: number, held: number) => string;
    readonly dropped: (count: number) => string;
    readonly gaps: (count: number) => string;
    readonly malformed: (count: number) => string;
    readonly progress: 'Progress';
    readonly transport: (transport: TransportName) => string;
    readonly selected: (count: number) => string;
    readonly copy: 'Copy';
    readonly copyAs: 'Copy as';
    readonly copyFormat: (format: CopyFormat) => string;
    readonly copyLink: 'Copy link';
    readonly deselect: 'End the selection';
    readonly linkMissing: 'The linked lines are not held here: they are older than what could be loaded, or of another log.';
    readonly dismiss: 'Dismiss';
    readonly help: 'Keyboard shortcuts';
    readonly helpClose: 'Close';
    readonly key: (action: KeyAction) => string;
    readonly keyGroup: (group: KeyGroup) => string;
    readonly keyCap: (key: string, apple: boolean) => string;
    readonly ledger: 'What became of the lines';
    readonly ledgerEntry: (name: LedgerName) => string;
    readonly ledgerSum: 'Every line received was stored, a duplicate, dropped or unreadable.';
  };

  export const DEFAULT_PANEL_LABELS: {
    readonly stats: 'Statistics';
    readonly lines: (count: number) => string;
    readonly gaps: (count: number) => string;
    readonly rate: (rate: number) => string;
    readonly volume: 'Lines over time';
    readonly volumeHint: 'Drag over the bars, or use arrows with Shift and Enter, to show only that time. Escape shows all.';
    readonly volumeEmpty: 'No line has a time yet.';
    readonly untimed: (count: number) => string;
    readonly bar: (from: string, to: string, lines: number, errors: number) => string;
    readonly range: (from: string, to: string) => string;
    readonly allTime: 'Show all';
    readonly byLevel: 'By level';
    readonly byType: 'By type';
    readonly level: (level: LogLevel) => string;
    readonly errorRates: 'Errors by run';
    readonly errorRatesOver: (minutes: number) => string;
    readonly run: 'Run';
    readonly runNone: 'no run';
    readonly linesHead: 'Lines';
    readonly errorsHead: 'Errors';
    readonly rateHead: 'Rate';
    readonly share: (rate: number) => string;
    readonly count: (count: number) => string;
    readonly streaming: 'Listening now';
    readonly streamingServer: 'Server';
    readonly streamingAll: 'All runs';
    readonly streamingNobody: 'Nobody listens to a single run.';
    readonly connections: (websocket: number, sse: number) => string;
    readonly asking: 'Asking the server';
    readonly services: 'Services';
    readonly servicesNone: 'The server has told of no service yet.';
    readonly servicesLost: 'Not connected: these states may be old.';
    readonly service: 'Service';
    readonly serviceStatus: 'Status';
    readonly serviceHealth: 'Health';
  };

  export type FilterMode = 'text' | 'regex' | 'query';

  export type FilterType = StratalType;

  export interface FindState {
    readonly term: string;
    readonly options: SearchOptions;
    readonly current: number;
    readonly total: number;
    readonly currentSeq: number | undefined;
    readonly currentInLine: number;
    readonly told:
      | {
          readonly current: number;
          readonly total: number;
        }
      | undefined;
    readonly error: string | undefined;
    readonly pending: boolean;
    readonly version: number;
    readonly revealed: number;
  }

  export type KeyAction =
    | 'line-up'
    | 'line-down'
    | 'page-up'
    | 'page-down'
    | 'start'
    | 'end'
    | 'time'
    | 'next-error'
    | 'previous-error'
    | 'older'
    | 'find'
    | 'next-match'
    | 'previous-match'
    | 'filter'
    | 'select-next'
    | 'select-previous'
    | 'extend-down'
    | 'extend-up'
    | 'extend-page-down'
    | 'extend-page-up'
    | 'extend-end'
    | 'extend-start'
    | 'select-all'
    | 'copy'
    | 'copy-link'
    | 'details'
    | 'escape'
    | 'follow'
    | 'wrap'
    | 'timestamps'
    | 'pause'
    | 'retry'
    | 'download'
    | 'help';

  export type KeyGroup = 'move' | 'find' | 'select' | 'view';

  export type LevelCounts = Readonly<Partial<Record<LogLevel, number>>>;

  export interface LogSelection {
    readonly from: number;
    readonly to: number;
    readonly link: string;
  }

  export function LogStats({
    source,
    range,
    onRangeChange,
    bars,
    by,
    window,
    runs,
    labels: words,
    ...looks
  }: LogStatsProps): ReactElement;

  export interface LogStatsProps extends PanelProps {
    readonly source: ViewSource | null | undefined;
    readonly range?: TimeRange | undefined;
    readonly onRangeChange?: (range: TimeRange | undefined) => void;
    readonly bars?: number;
    readonly by?: string;
    readonly window?: number;
    readonly runs?: number;
    readonly labels?: Partial<PanelLabels>;
  }

  export const LogViewer: react.ForwardRefExoticComponent<
    Omit<LogViewerRootProps, 'children'> &
      LogViewerViewportProps & {
        readonly toolbar?: ReactNode;
      } & react.RefAttributes<LogViewerHandle>
  >;

  export function LogViewerAnnouncer(): ReactElement;

  export function LogViewerBody({
    children,
    ...viewport
  }: LogViewerViewportProps & {
    readonly children?: ReactNode;
  }): ReactElement;

  export function LogViewerClear(): ReactElement;

  export function LogViewerContextLines(): ReactElement;

  export function LogViewerDownload(): ReactElement;

  export function LogViewerEmpty(): ReactElement;

  export function LogViewerFacets(): ReactElement;

  export function LogViewerFailed(): ReactElement;

  export function LogViewerFilter(): ReactElement;

  export function LogViewerFollowToggle(): ReactElement;

  export function LogViewerGap({ gap }: { readonly gap: LogGap }): ReactElement;

  export interface LogViewerHandle {
    scrollToEnd(): void;
    scrollToSeq(
      seq: number,
      options?: {
        readonly align?: RowAlign;
      },
    ): void;
    scrollToTime(time: number | Date | string): Promise<boolean>;
    openLink(link: string): boolean;
    find(term: string, options?: SearchOptions): void;
    setFilter(filter: LogFilter): void;
    follow(on: boolean): void;
    copySelection(format?: CopyFormat): Promise<string>;
  }

  export function LogViewerHelp(): ReactElement | null;

  export function LogViewerHelpButton(): ReactElement;

  export function LogViewerLedger(): ReactElement;

  export function LogViewerLevelFilter(): ReactElement;

  export function LogViewerLoading(): ReactElement;

  export function LogViewerMatchTicks(): ReactElement | null;

  export function LogViewerNewLines(): ReactElement | null;

  export function LogViewerNotice(): ReactElement | null;

  export function LogViewerPauseToggle(): ReactElement;

  export function LogViewerProgress(): ReactElement | null;

  export type LogViewerProps = Omit<LogViewerRootProps, 'children'> &
    LogViewerViewportProps & {
      readonly toolbar?: ReactNode;
    };

  export function LogViewerRetry(): ReactElement | null;

  export const LogViewerRoot: react.ForwardRefExoticComponent<
    LogViewerRootProps & react.RefAttributes<LogViewerHandle>
  >;

  export interface LogViewerRootProps extends ViewerSourceProps, ViewerControlProps {
    readonly stream?: LogStream | null;
    readonly height?: string | number;
    readonly autoScroll?: boolean;
    readonly bufferLines?: number;
    readonly bufferBytes?: number;
    readonly theme?: 'light' | 'dark' | 'auto';
    readonly wrap?: boolean;
    readonly showTimestamps?: boolean | TimestampMode;
    readonly timeZone?: string;
    readonly timestampDigits?: number;
    readonly permalinks?: boolean | string;
    readonly persist?: string;
    readonly copyFormat?: CopyFormat;
    readonly openWorker?: OpenPatternWorker | undefined;
    readonly labels?: Partial<ViewerLabels>;
    readonly className?: string;
    readonly style?: CSSProperties;
    readonly onError?: (error: LogStreamError) => void;
    readonly children?: ReactNode;
  }

  export const LogViewerRow: react.MemoExoticComponent<(props: LogViewerRowProps) => ReactElement>;

  export interface LogViewerRowProps {
    readonly entry: LogEntry;
    readonly timestamps: TimestampMode;
    readonly timestampStyle?: TimestampStyle | undefined;
    readonly previousTime?: number | undefined;
    readonly previousTimestamp?: string | undefined;
    readonly wrap: boolean;
    readonly expanded: boolean;
    readonly selected: boolean;
    readonly current?: number | undefined;
    readonly limit?: number | undefined;
    readonly carried?: AnsiState | undefined;
    readonly find?: FindRanges | undefined;
  }

  export function LogViewerSearch(): ReactElement;

  export function LogViewerSelectionBar(): ReactElement | null;

  export function LogViewerSeparator({ gap }: { readonly gap: LogGap }): ReactElement;

  export function LogViewerStates(): ReactElement | null;

  export function LogViewerStatus(): ReactElement;

  export function LogViewerStatusBar(): ReactElement;

  export function LogViewerTimeMenu(): ReactElement;

  export function LogViewerTimestampToggle(): ReactElement;

  export function LogViewerToolbar({ lead, tools, state }: LogViewerToolbarProps): ReactElement;

  export interface LogViewerToolbarProps {
    readonly lead?: ReactNode;
    readonly tools?: ReactNode;
    readonly state?: ReactNode;
  }

  export function LogViewerTools(): ReactElement;

  export function LogViewerTrimmed({ gap }: { readonly gap: LogGap }): ReactElement;

  export function LogViewerUnreachable(): ReactElement;

  export function LogViewerViewport({ renderRow, renderGap }: LogViewerViewportProps): ReactElement;

  export interface LogViewerViewportProps {
    readonly renderRow?: (props: LogViewerRowProps) => ReactNode;
    readonly renderGap?: (gap: LogGap) => ReactNode;
  }

  export function LogViewerWrapToggle(): ReactElement;

  export type PanelLabels = {
    readonly [K in keyof typeof DEFAULT_PANEL_LABELS]: (typeof DEFAULT_PANEL_LABELS)[K] extends string
      ? string
      : (typeof DEFAULT_PANEL_LABELS)[K];
  };

  export interface PanelProps {
    readonly theme?: 'light' | 'dark' | 'auto';
    readonly className?: string;
  }

  export interface SearchQuery extends SearchOptions {
    readonly term: string;
  }

  export function ServiceBoard({
    baseUrl,
    token,
    renderName,
    labels: words,
    ...looks
  }: ServiceBoardProps): ReactElement;

  export interface ServiceBoardProps extends PanelProps, ContainerAccess {
    readonly renderName?: (service: string) => ReactNode;
    readonly labels?: Partial<PanelLabels>;
  }

  export function StreamingStatus({
    service,
    interval,
    labels: words,
    ...looks
  }: StreamingStatusProps): ReactElement;

  export interface StreamingStatusProps extends PanelProps {
    readonly service?: LogStreamingService;
    readonly interval?: number;
    readonly labels?: Partial<PanelLabels>;
  }

  export interface TailraceContextValue {
    readonly service: LogSourceService;
    readonly baseUrl: () => string;
    readonly token: TokenSource | undefined;
    readonly backend: (access?: Partial<Pick<BackendConfig, 'baseUrl' | 'token'>>) => BackendConfig;
  }

  export function TailraceProvider({
    service,
    baseUrl,
    token,
    children,
  }: TailraceProviderProps): ReactElement;

  export interface TailraceProviderProps {
    readonly service?: LogSourceService;
    readonly baseUrl?: string;
    readonly token?: TokenSource;
    readonly children?: ReactNode;
  }

  export interface TimeRange {
    readonly since: number;
    readonly until: number;
  }

  export type TimestampMode = (typeof TIMESTAMP_MODES)[number];

  export interface UseCodespaceLogsOptions {
    readonly pageSize?: number;
    readonly enableStreaming?: boolean;
    readonly filters?: CodespaceFilters;
    readonly baseUrl?: string;
  }

  export interface UseCodespaceLogsReturn {
    readonly logs: readonly CodespaceLog[];
    readonly isLoading: boolean;
    readonly isStreaming: boolean;
    readonly error: string | null;
    readonly hasMore: boolean;
    readonly nextOffset: number | null;
    loadMore(): void;
    startStreaming(): void;
    stopStreaming(): void;
  }

  export interface UseLogFilterResult<Raw = unknown> {
    readonly view: LogView<Raw>;
    readonly shown: number;
    readonly held: number;
    readonly pending: boolean;
    readonly error: LogStreamError | undefined;
    readonly breaks: readonly ViewBreak[];
    readonly filtered: FilteredView<Raw> | undefined;
  }

  export interface UseLogHistoryResult {
    readonly state: HistoryState;
    readonly hasMore: boolean;
    readonly isLoading: boolean;
    readonly error: LogStreamError | undefined;
    loadOlder(limit?: number): Promise<number>;
  }

  export interface UseLogSearchResult extends SearchState {
    find(
      term: string,
      options?: SearchOptions & {
        readonly fromSeq?: number;
      },
    ): void;
    next(): void;
    previous(): void;
    rangesIn(text: string): readonly TextRange$1[];
  }

  export type UseLogStreamOptions = StreamLeaseOptions;

  export interface UseLogStreamResult<Raw = unknown> extends LogStreamSnapshot<Raw> {
    readonly items: readonly LogItem<Raw>[];
    readonly stream: LogStream<Raw> | undefined;
    connect(): void;
    disconnect(): void;
    pause(): void;
    resume(): void;
    clear(): void;
    retryNow(): void;
    loadOlder(limit?: number): Promise<number>;
    fill(seq?: number): Promise<number>;
  }

  export interface UseServiceLogsOptions extends ContainerAccess {
    readonly serviceName: string | null;
    readonly tail?: number;
    readonly enabled?: boolean;
    readonly bufferLines?: number;
  }

  export interface UseServiceLogsResult {
    readonly logs: readonly string[];
    readonly isConnected: boolean;
    readonly error: string | null;
    clearLogs(): void;
  }

  export interface UseServiceStatusResult {
    readonly statuses: readonly ServiceStatusChange[];
    readonly isConnected: boolean;
    readonly error: string | null;
  }

  export interface UseServicesResult {
    readonly services: readonly ContainerService[];
    readonly isLoading: boolean;
    readonly error: LogStreamError | undefined;
    refresh(): void;
  }

  export interface UseStreamingStatusResult {
    readonly status: StratalStreamingStatus | undefined;
    readonly isLoading: boolean;
    readonly error: LogStreamError | undefined;
    refresh(): void;
  }

  export const VIEWER_KEYS: readonly ViewerKey[];

  export class Viewer {
    readonly store: Store<ViewerState>;
    readonly viewport: ViewportController;
    readonly selection: ViewerSelection;
    readonly history: ViewerHistory;
    readonly jumps: ViewerJumps;
    readonly links: ViewerLinks;
    readonly filter: ViewerFilter;
    readonly search: ViewerSearch;
    readonly trees: OpenedTrees;
    control: ViewerControl;
    private readers;
    private readonly clock;
    private drawing;
    private quiet;
    constructor(init: ViewerInit);
    get view(): LogView;
    get carry(): AnsiCarry | undefined;
    get facets(): Facets;
    attach(
      stream: LogStream,
      source: LogSource | undefined,
      openWorker: OpenPatternWorker | undefined,
    ): () => void;
    follow(on: boolean): void;
    applyFollow(on: boolean): void;
    private followed;
    private recount;
    toStart(): void;
    clear(): void;
    toggleDetails(seq: number): void;
    toggleSelected(): boolean;
    missed(why: LogStreamError | undefined): void;
    togglePause(): boolean;
    showMore(seq: number): void;
    setWrap(wrap: boolean): void;
    setCopyFormat(copyFormat: CopyFormat): void;
    setTimestamps(timestamps: TimestampMode): void;
    nextTimestamps(): void;
  }

  export interface ViewerContextValue {
    readonly viewer: Viewer;
    readonly labels: ViewerLabels;
    readonly service: LogSourceService;
    readonly id: string;
  }

  export interface ViewerControlProps {
    readonly filter?: LogFilter | undefined;
    readonly defaultFilter?: LogFilter | undefined;
    readonly onFilterChange?: ((filter: LogFilter) => void) | undefined;
    readonly search?: string | SearchQuery | undefined;
    readonly defaultSearch?: string | SearchQuery | undefined;
    readonly onSearchChange?: ((search: SearchQuery) => void) | undefined;
    readonly follow?: boolean | undefined;
    readonly onFollowChange?: ((follow: boolean) => void) | undefined;
    readonly onSelectionChange?: ((selection: LogSelection | undefined) => void) | undefined;
  }

  export interface ViewerInit {
    readonly following: boolean;
    readonly wrap: boolean;
    readonly timestamps: TimestampMode;
    readonly copyFormat: CopyFormat;
    readonly timeZone?: string | undefined;
    readonly timestampDigits?: number | undefined;
    readonly filter?: LogFilter | undefined;
    readonly search?: SearchQuery | undefined;
  }

  export interface ViewerKey {
    readonly action: KeyAction;
    readonly group: KeyGroup;
    readonly keys: readonly string[];
    readonly where?: 'viewer' | 'lines';
    readonly run?: (context: KeyContext) => boolean | void;
    readonly scrolls?: 'up' | 'down';
  }

  export type ViewerLabels = {
    readonly [K in keyof typeof DEFAULT_LABELS]: Widen<(typeof DEFAULT_LABELS)[K]>;
  };

  export interface ViewerSourceProps {
    readonly source?: LogSource | null | undefined;
    readonly jobRunId?: string | undefined;
    readonly filterType?: FilterType | undefined;
  }

  export interface ViewerState {
    readonly stream: LogStream | undefined;
    readonly source: LogSource | undefined;
    readonly snapshot: LogStreamSnapshot;
    readonly shown: number;
    readonly shownLines: number;
    readonly heldLines: number;
    readonly filter: LogFilter;
    readonly filterText: string;
    readonly filterMode: FilterMode;
    readonly filterError: string | undefined;
    readonly filterPending: boolean;
    readonly counts: LevelCounts;
    readonly find: FindState;
    readonly wrap: boolean;
    readonly timestamps: TimestampMode;
    readonly timeZone: string | undefined;
    readonly timestampDigits: number | undefined;
    readonly following: boolean;
    readonly arrivals: Arrivals;
    readonly expanded: ReadonlySet<number>;
    readonly limits: ReadonlyMap<number, number>;
    readonly selection: LineRange | undefined;
    readonly copyFormat: CopyFormat;
    readonly cleared: boolean;
    readonly lostStart: boolean;
    readonly older: OlderOutcome;
    readonly linkMissing: boolean;
    readonly missed: string | undefined;
    readonly copied: 'lines' | 'link' | 'failed' | undefined;
    readonly help: boolean;
    readonly menu: string | undefined;
    readonly tools: boolean;
  }

  export function useCodespaceLogs(
    taskId: string,
    authToken: TokenSource | undefined,
    options?: UseCodespaceLogsOptions,
  ): UseCodespaceLogsReturn;

  export function useErrorRates(
    source: ViewSource | null | undefined,
    { by, window }?: ErrorRateOptions,
  ): readonly ErrorRate[];

  export function useLogFilter<Raw = unknown>(
    stream: LogStream<Raw> | null | undefined,
    filter: LogFilter,
  ): UseLogFilterResult<Raw>;

  export function useLogHistory(stream: LogStream | null | undefined): UseLogHistoryResult;

  export function useLogSearch(source: ViewSource | null | undefined): UseLogSearchResult;

  export function useLogStats(
    source: ViewSource | null | undefined,
    {
      interval,
    }?: {
      readonly interval?: number;
    },
  ): LogStats$1;

  export function useLogStream<Raw = unknown>(
    source: LogSource<Raw> | null | undefined,
    options?: UseLogStreamOptions,
  ): UseLogStreamResult<Raw>;

  export function useLogVolume(
    source: ViewSource | null | undefined,
    {
      bars,
    }?: {
      readonly bars?: number;
    },
  ): LogVolume;

  export function useServiceLogs({
    serviceName,
    tail,
    enabled,
    bufferLines,
    ...access
  }: UseServiceLogsOptions): UseServiceLogsResult;

  export function useServiceStatus({
    enabled,
    ...access
  }?: ContainerAccess & {
    readonly enabled?: boolean;
  }): UseServiceStatusResult;

  export function useServices({
    interval,
    ...access
  }?: ContainerAccess & {
    readonly interval?: number;
  }): UseServicesResult;

  export function useStreamSnapshot<Raw>(stream: LogStream<Raw> | null | undefined): LogStreamSnapshot<Raw>;

  export function useStreamingStatus(
    service?: LogStreamingService,
    {
      interval,
    }?: {
      readonly interval?: number;
    },
  ): UseStreamingStatusResult;

  export function useTailrace(): TailraceContextValue;

  export function useViewerContext(): ViewerContextValue;

  export function useViewerState<S>(select: (state: ViewerState) => S): S;

  export { LogViewer as default };

  // Seen through the names above, and not exported.

  interface Anchor {
    readonly seq: number;
    readonly delta: number;
    readonly instead?: Anchor | undefined;
  }

  interface AnsiCarry {
    before(item: LogItem): AnsiState | undefined;
    dispose(): void;
  }

  interface Arrivals {
    readonly lines: number;
    readonly errors: number;
  }

  const COPY_FORMATS: readonly ['text', 'timestamped', 'ansi', 'json'];

  type FindRanges = (text: string) => readonly TextRange[];

  interface Geometry {
    startOf(index: number): number;
    indexAt(offset: number): number;
    total(): number;
  }

  interface JsonTreeState {
    readonly open: ReadonlySet<string>;
    readonly entries: ReadonlyMap<string, number>;
  }

  interface KeyContext {
    readonly viewer: Viewer;
    focusField(name: 'search' | 'filter'): boolean;
    openMenu(name: 'time' | 'download'): boolean;
    pageRows(): number;
  }

  type LedgerName = (typeof NAMES)[number];

  interface LineRange {
    readonly anchor: number;
    readonly focus: number;
  }

  interface MarkedText {
    isMarked(): boolean;
    read(): TextSelection | undefined;
    clear(): void;
    restore(): void;
    watch(scroller: Element, onMark: () => void): () => void;
  }

  const NAMES: readonly ['received', 'stored', 'duplicates', 'dropped', 'malformed', 'gaps'];

  type OlderOutcome = 'full' | LogStreamError | undefined;

  type OpenSearch = (create: typeof createSearch) => Search;

  class OpenedTrees {
    private readonly states;
    private places;
    get(name: string): JsonTreeState | undefined;
    set(name: string, state: JsonTreeState): void;
    clear(): void;
    private forget;
  }

  type RowAlign = 'start' | 'center' | 'end' | 'auto' | 'nearest';

  interface RowsInSight {
    readonly first: number;
    readonly last: number;
    readonly anchor: Anchor | undefined;
  }

  interface ScrollSpace {
    readonly total: number;
    readonly start: number;
    readonly count: number;
    readonly before: number;
    readonly after: number;
    readonly scale: number;
  }

  interface ScrollTarget {
    readonly content: number;
    readonly windowTop: number;
    readonly top: number;
    readonly cut: boolean;
  }

  type SelectionStep = number | 'start' | 'end';

  interface Store<T extends object> {
    get(): T;
    set(patch: Partial<T>): void;
    subscribe(listener: () => void): () => void;
  }

  interface StreamLeaseOptions extends LogStreamOptions {
    readonly autoConnect?: boolean;
  }

  const TIMESTAMP_MODES: readonly ['off', 'local', 'utc', 'relative', 'delta'];

  interface TextPoint {
    readonly seq: number;
    readonly offset: number;
  }

  type TextRange = readonly [start: number, end: number];

  interface TextSelection {
    readonly from: TextPoint;
    readonly to: TextPoint;
  }

  type TimeJump = 'found' | 'oldest' | 'none' | 'invalid';

  interface TimestampStyle {
    readonly timeZone?: string | undefined;
    readonly digits?: number | undefined;
  }

  interface ViewerControl {
    readonly filter?: boolean;
    readonly search?: boolean;
    readonly onFilterChange?: ((filter: LogFilter) => void) | undefined;
    readonly onSearchChange?: ((search: SearchQuery) => void) | undefined;
    readonly onFollowChange?: ((follow: boolean) => void) | undefined;
  }

  class ViewerFilter {
    private readonly store;
    private readonly viewport;
    private readonly control;
    private readonly recount;
    private readonly drawNow;
    private readonly letFrameGo;
    private filtered;
    private compiled;
    private shown;
    private fresh;
    private refusal;
    private refusedKey;
    constructor(
      store: Store<ViewerState>,
      viewport: ViewportController,
      control: () => ViewerControl,
      recount: () => void,
      drawNow: () => void,
      letFrameGo: () => void,
    );
    get view(): LogView;
    attach(filtered: FilteredView | undefined): void;
    get late(): boolean;
    passes(entry: LogEntry): boolean;
    set(filter: LogFilter): void;
    change(filter: LogFilter): void;
    setText(text: string, mode: FilterMode): void;
    setLevels(levels: readonly LogLevel[] | undefined): void;
    private ask;
    tryToApply(filter: LogFilter): void;
    apply(filter: LogFilter, typed?: Partial<ViewerState>): void;
    private keepPlace;
    state(): Partial<ViewerState>;
    show(): void;
    private refused;
  }

  class ViewerHistory {
    private readonly store;
    private asked;
    private oldest;
    constructor(store: Store<ViewerState>);
    lostStart({ view, history }: LogStreamSnapshot): boolean;
    reset(): void;
    load(): Promise<number>;
    reached(): void;
  }

  class ViewerJumps {
    private readonly store;
    private readonly viewport;
    private readonly selection;
    private readonly history;
    private times;
    constructor(
      store: Store<ViewerState>,
      viewport: ViewportController,
      selection: ViewerSelection,
      history: ViewerHistory,
    );
    private get view();
    toError(direction: 'next' | 'previous'): boolean;
    toTyped(text: string): Promise<TimeJump>;
    toTime(time: number): Promise<TimeJump>;
    private toTimes;
  }

  class ViewerLinks {
    private readonly store;
    private readonly viewport;
    private readonly selection;
    private readonly history;
    private readonly showAll;
    prefix: string | undefined;
    quiet: boolean;
    private pending;
    private searched;
    private loading;
    constructor(
      store: Store<ViewerState>,
      viewport: ViewportController,
      selection: ViewerSelection,
      history: ViewerHistory,
      showAll: () => void,
    );
    current(): LogSelection | undefined;
    copy(): boolean;
    open(fragment: string): boolean;
    forget(): void;
    look(): void;
    private search;
    private reachBack;
  }

  class ViewerSearch {
    private readonly store;
    private readonly viewport;
    private readonly control;
    private readonly view;
    sought: SearchQuery;
    private readonly missed;
    private open;
    private search;
    private undo;
    private reveal;
    private asked;
    private learnt;
    constructor(
      store: Store<ViewerState>,
      viewport: ViewportController,
      control: () => ViewerControl,
      view: () => LogView,
      sought: SearchQuery,
      missed: (why: LogStreamError) => void,
    );
    attach(open: OpenSearch): () => void;
    private ready;
    private bring;
    private fromSeq;
    find(term: string, options?: SearchOptions): void;
    apply(term: string, options?: SearchOptions): void;
    step(direction: 'next' | 'previous'): void;
    rangesIn(text: string): readonly TextRange[];
    matchingSeqs(): readonly number[];
    searched(): void;
    private uncover;
  }

  class ViewerSelection {
    private readonly store;
    private readonly viewport;
    private readonly letGo;
    readonly marked: MarkedText;
    constructor(store: Store<ViewerState>, viewport: ViewportController, letGo: () => void);
    private get view();
    press(seq: number, extend: boolean): void;
    select(from: number, to?: number): void;
    clear(): boolean;
    all(): void;
    move(step: SelectionStep, extend: boolean): void;
    private targetOf;
    private put;
    count(): number;
    lines(): readonly LogEntry[];
    ends():
      | {
          readonly first: LogEntry;
          readonly last: LogEntry;
        }
      | undefined;
    text(format?: CopyFormat): string | undefined;
  }

  class ViewportController {
    sticky: boolean;
    private state;
    private follow;
    private geometry;
    private readonly place;
    private base;
    private rendered;
    private waits;
    private waiting;
    private cut;
    private readonly listeners;
    partial: boolean;
    refresh: (() => void) | undefined;
    constructor(following: boolean, sticky?: boolean);
    readonly subscribe: (listener: () => void) => () => void;
    readonly getState: () => ViewportState;
    attach(scroller: HTMLElement, geometry: Geometry): () => void;
    setView(view: LogView, fresh?: boolean): void;
    widen(): void;
    drawing(draw: () => void): void;
    settle(): void;
    rush(rushing: boolean): void;
    replaces(view: LogView): boolean;
    resize(height: number, header: number): void;
    setFollowing(following: boolean): void;
    intent(direction: 'up' | 'down'): void;
    hold(held: boolean): void;
    get held(): boolean;
    readonly look: () => void;
    scrollToSeq(seq: number, align?: RowAlign): void;
    rowsInSight(): RowsInSight;
    rowsShown(): number;
    pin(seq: number): void;
    keepAt(seq: number, delta: number): void;
    target(geometry: Geometry): ScrollTarget;
    committed(target: ScrollTarget, first: number, last: number): void;
    private dispatch;
    private applyFollow;
    private scrolledTo;
    private show;
    private stay;
    private standIn;
    private inSight;
    private put;
  }

  interface ViewportFrame {
    readonly view: LogView;
    readonly space: ScrollSpace;
    readonly height: number;
    readonly header: number;
  }

  interface ViewportState extends ViewportFrame {
    readonly following: boolean;
    readonly anchor: Anchor | undefined;
    readonly rushing: boolean;
    readonly leapt: boolean;
  }

  type Widen<T> = T extends string ? string : T;
}
