// The public API as built. Do not edit: `npm run api:update` regenerates it.

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
    Ledger,
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
    RetryInfo,
    SearchOptions,
    SearchState,
    ServiceStatusChange,
    ServiceStatusSnapshot,
    StratalStreamingStatus,
    StratalType,
    TextRange,
    TokenSource,
    TransportName,
    ViewBreak,
    ViewSource,
  } from '@tailrace/core';

  export interface Arrivals {
    readonly lines: number;
    readonly errors: number;
  }

  export const COPY_FORMATS: readonly ['text', 'timestamped', 'ansi', 'json'];

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
    readonly filterQueryPlaceholder: 'level:warn+ -db';
    readonly filterQueryHint: 'Words must all stand in the line. a | b: one of them. -a: not. "several words". /expression/. (…). Fields: level:error, level:warn+, stream:, type:, step:, source:, @label:';
    readonly filterClear: 'Show all lines';
    readonly facets: 'More filters';
    readonly facet: (label: string) => string;
    readonly facetEmpty: '(empty)';
    readonly facetsFind: 'Find a label or a value';
    readonly facetsCrowded: (names: string) => string;
    readonly facetsClear: 'Show all';
    readonly contextLines: 'Lines around each match';
    readonly contextCount: (lines: number) => string;
    readonly hiddenLines: (count: number) => string;
    readonly count: (count: number) => string;
    readonly levels: 'Levels';
    readonly level: (level: LogLevel) => string;
    readonly logType: (type: string) => string;
    readonly allLevels: 'All levels';
    readonly levelsShown: (shown: number, all: number) => string;
    readonly only: 'only';
    readonly onlyThis: (choice: string) => string;
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
    readonly jumpToTimeHint: '10:31, -5m or 2026-11-03';
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
    readonly fold: 'Fold';
    readonly emptyTitle: 'No lines';
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
    readonly waiting: (count: number) => string;
    readonly shown: (shown: number, held: number) => string;
    readonly printed: 'Only the lines in view, and a few around them, are printed. Download the log for all of them.';
    readonly dropped: (count: number) => string;
    readonly gaps: (count: number) => string;
    readonly malformed: (count: number) => string;
    readonly progress: 'Progress';
    readonly transport: (transport: TransportName) => string;
    readonly selected: (count: number) => string;
    readonly noError: (direction: 'next' | 'previous') => string;
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
    readonly volumeHint: 'Drag over the bars, or use the arrow keys with Shift, then Enter, to show only that time. Escape shows all.';
    readonly volumeEmpty: 'No line with a time yet.';
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
    readonly streamingNobody: 'Nobody is listening to a single run.';
    readonly connections: (websocket: number, sse: number) => string;
    readonly asking: 'Asking the server';
    readonly services: 'Services';
    readonly servicesNone: 'The server has not reported any service yet.';
    readonly retry: 'Try again';
    readonly retryNow: 'Retry now';
    readonly retryIn: (seconds: number, attempt: number) => string;
    readonly retrying: 'Trying now';
    readonly servicesLost: 'Not connected: these states may be out of date.';
    readonly service: 'Service';
    readonly serviceStatus: 'Status';
    readonly serviceHealth: 'Health';
  };

  export interface FilterActions {
    set(filter: LogFilter): void;
    setText(text: string, mode: FilterMode): void;
    setLevels(levels: readonly LogLevel[] | undefined): void;
  }

  export type FilterMode = 'text' | 'regex' | 'query';

  export type FilterType = StratalType;

  export type FindRanges = (text: string) => readonly TextRange[];

  export interface FindState {
    readonly term: string;
    readonly options: SearchOptions;
    readonly current: number;
    readonly total: number;
    readonly currentSeq: number | undefined;
    readonly currentInLine: number;
    readonly error: string | undefined;
    readonly pending: boolean;
  }

  export interface HistoryActions {
    load(): Promise<number>;
  }

  export interface JumpActions {
    toError(direction: 'next' | 'previous'): boolean;
    toTime(time: number): Promise<TimeJump>;
    toTyped(text: string): Promise<TimeJump>;
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

  export type LedgerName = Exclude<keyof Ledger, 'unknown'>;

  export type LevelCounts = Readonly<Partial<Record<LogLevel, number>>>;

  export interface LineRange {
    readonly anchor: number;
    readonly focus: number;
  }

  export interface LinkActions {
    copy(): boolean;
    open(link: string): boolean;
  }

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

  export type RowAlign = 'start' | 'center' | 'end' | 'auto' | 'nearest';

  export interface SearchActions {
    find(term: string, options?: SearchOptions): void;
    step(direction: 'next' | 'previous'): void;
    rangesIn(text: string): readonly TextRange[];
    matchingSeqs(): readonly number[];
  }

  export interface SearchQuery extends SearchOptions {
    readonly term: string;
  }

  export interface SelectionActions {
    press(seq: number, extend: boolean): void;
    select(from: number, to?: number): void;
    all(): void;
    clear(): boolean;
    count(): number;
    lines(): readonly LogEntry[];
    text(format?: CopyFormat): string | undefined;
  }

  export function ServiceBoard({
    baseUrl,
    token,
    renderName,
    labels: words,
    onError,
    ...looks
  }: ServiceBoardProps): ReactElement;

  export interface ServiceBoardProps extends PanelProps, ContainerAccess {
    readonly renderName?: (service: string) => ReactNode;
    readonly labels?: Partial<PanelLabels>;
    readonly onError?: (error: LogStreamError) => void;
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

  export const TIMESTAMP_MODES: readonly ['off', 'local', 'utc', 'date', 'relative', 'delta'];

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

  export type TimeJump = 'found' | 'oldest' | 'none' | 'invalid';

  export interface TimeRange {
    readonly since: number;
    readonly until: number;
  }

  export type TimestampMode = (typeof TIMESTAMP_MODES)[number];

  export interface TimestampStyle {
    readonly timeZone?: string | undefined;
    readonly digits?: number | undefined;
  }

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
    rangesIn(text: string): readonly TextRange[];
  }

  export interface UseLogStreamOptions extends LogStreamOptions {
    readonly autoConnect?: boolean;
  }

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

  export interface UseServiceStatusOptions extends ContainerAccess {
    readonly enabled?: boolean;
    readonly onError?: ((error: LogStreamError) => void) | undefined;
  }

  export interface UseServiceStatusResult {
    readonly statuses: readonly ServiceStatusChange[];
    readonly status: ServiceStatusSnapshot['status'];
    readonly isConnected: boolean;
    readonly error: string | null;
    readonly retry: RetryInfo | undefined;
    connect(): void;
    retryNow(): void;
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

  export interface ViewerActions {
    readonly view: LogView;
    readonly facets: Facets;
    readonly filter: FilterActions;
    readonly search: SearchActions;
    readonly selection: SelectionActions;
    readonly viewport: ViewportActions;
    readonly jumps: JumpActions;
    readonly history: HistoryActions;
    readonly links: LinkActions;
    follow(on: boolean): void;
    toStart(): void;
    togglePause(): boolean;
    clear(): void;
    setWrap(wrap: boolean): void;
    setTimestamps(timestamps: TimestampMode): void;
    setCopyFormat(format: CopyFormat): void;
    toggleDetails(seq: number): void;
    showMore(seq: number): void;
  }

  export interface ViewerContextValue {
    readonly viewer: ViewerActions;
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

  export interface ViewerKey {
    readonly action: KeyAction;
    readonly group: KeyGroup;
    readonly keys: readonly string[];
    readonly where?: 'viewer' | 'lines';
  }

  export type ViewerLabels = {
    readonly [K in keyof typeof DEFAULT_LABELS]: (typeof DEFAULT_LABELS)[K] extends string
      ? string
      : (typeof DEFAULT_LABELS)[K];
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
    readonly selection: LineRange | undefined;
    readonly copyFormat: CopyFormat;
  }

  export interface ViewportActions {
    scrollToSeq(seq: number, align?: RowAlign): void;
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
    onError,
    ...access
  }?: UseServiceStatusOptions): UseServiceStatusResult;

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
}
