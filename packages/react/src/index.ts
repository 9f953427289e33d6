/** The public names of `@tailrace/react`. The stylesheet is `@tailrace/react/styles.css`. */
// The hooks and the viewer are client code, which frameworks with server components need to know. In other files bundlers would warn of it.
'use client';

// Provider
export {
  TailraceProvider,
  useTailrace,
  type TailraceContextValue,
  type TailraceProviderProps,
} from './provider.js';

// Hooks
export { useLogStream, useStreamSnapshot, type UseLogStreamResult } from './hooks/use-log-stream.js';
export type { UseLogStreamOptions } from './hooks/use-stream-lease.js';
export { useLogFilter, type UseLogFilterResult } from './hooks/use-log-filter.js';
export { useLogSearch, type UseLogSearchResult } from './hooks/use-log-search.js';
export { useLogStats } from './hooks/use-log-stats.js';
export { useLogVolume } from './hooks/use-log-volume.js';
export { useErrorRates } from './hooks/use-error-rates.js';
export { useLogHistory, type UseLogHistoryResult } from './hooks/use-log-history.js';
export { useStreamingStatus, type UseStreamingStatusResult } from './hooks/use-streaming-status.js';
export {
  useCodespaceLogs,
  type UseCodespaceLogsOptions,
  type UseCodespaceLogsReturn,
} from './hooks/use-codespace-logs.js';
export type { CodespaceFilters } from './hooks/codespace-rows.js';
export {
  useServiceLogs,
  type UseServiceLogsOptions,
  type UseServiceLogsResult,
} from './hooks/use-service-logs.js';
export { useServices, type ContainerAccess, type UseServicesResult } from './hooks/use-services.js';
export {
  useServiceStatus,
  type UseServiceStatusOptions,
  type UseServiceStatusResult,
} from './hooks/use-service-status.js';

// The viewer
export { LogViewer, LogViewerBody, type LogViewerProps } from './log-viewer/log-viewer.js';
// Also a default export: code that imported its own LogViewer needs to change only the path.
export { LogViewer as default } from './log-viewer/log-viewer.js';
export type { LogViewerHandle } from './log-viewer/handle.js';
export { DEFAULT_LABELS, type ViewerLabels } from './log-viewer/labels.js';
export type { LedgerName } from './log-viewer/ledger-table.js';
export type { ViewerControlProps } from './log-viewer/use-viewer-control.js';
export type { LogSelection } from './log-viewer/viewer-links.js';
export { COPY_FORMATS, type CopyFormat } from './log-viewer/model/copy-format.js';
export { VIEWER_KEYS, type KeyAction, type KeyGroup, type ViewerKey } from './log-viewer/keys.js';

// Its parts
export { LogViewerRoot, type LogViewerRootProps } from './log-viewer/root.js';
export type { FilterType, ViewerSourceProps } from './log-viewer/use-viewer-source.js';
export { LogViewerViewport, type LogViewerViewportProps } from './log-viewer/viewport.js';
export { LogViewerRow, type FindRanges, type LogViewerRowProps } from './log-viewer/rows/row.js';
export type { TimestampStyle } from './log-viewer/rows/row-time.js';
export { LogViewerGap, LogViewerTrimmed } from './log-viewer/rows/gap-row.js';
export { LogViewerSeparator } from './log-viewer/rows/separator.js';
export {
  LogViewerToolbar,
  LogViewerTools,
  type LogViewerToolbarProps,
} from './log-viewer/toolbar/toolbar.js';
export { LogViewerSearch } from './log-viewer/toolbar/search.js';
export { LogViewerFilter } from './log-viewer/toolbar/filter.js';
export { LogViewerLevelFilter } from './log-viewer/toolbar/level-filter.js';
export { LogViewerFacets } from './log-viewer/toolbar/facets.js';
export { LogViewerContextLines } from './log-viewer/toolbar/facets-panel.js';
export { LogViewerDownload } from './log-viewer/toolbar/download.js';
export { LogViewerStatus } from './log-viewer/toolbar/status.js';
export {
  LogViewerClear,
  LogViewerFollowToggle,
  LogViewerPauseToggle,
  LogViewerTimestampToggle,
  LogViewerWrapToggle,
} from './log-viewer/toolbar/toggles.js';
export { LogViewerTimeMenu } from './log-viewer/toolbar/time-menu.js';
export { LogViewerSelectionBar } from './log-viewer/selection-bar.js';
export { LogViewerLedger } from './log-viewer/ledger.js';
export { LogViewerHelp, LogViewerHelpButton } from './log-viewer/help.js';
export { LogViewerProgress } from './log-viewer/progress.js';
export { LogViewerNotice, LogViewerRetry } from './log-viewer/notice.js';
export {
  LogViewerEmpty,
  LogViewerFailed,
  LogViewerLoading,
  LogViewerStates,
  LogViewerUnreachable,
} from './log-viewer/states.js';
export { LogViewerMatchTicks } from './log-viewer/match-ticks.js';
export { LogViewerNewLines } from './log-viewer/new-lines.js';
export { LogViewerStatusBar } from './log-viewer/status-bar.js';
export { LogViewerAnnouncer } from './log-viewer/announcer.js';

// For custom parts
export { useViewerContext, useViewerState, type ViewerContextValue } from './log-viewer/own-parts.js';
export type {
  FilterActions,
  HistoryActions,
  JumpActions,
  LinkActions,
  SearchActions,
  SelectionActions,
  ViewerActions,
  ViewportActions,
} from './log-viewer/viewer-actions.js';
export {
  TIMESTAMP_MODES,
  type FindState,
  type LevelCounts,
  type TimestampMode,
  type ViewerState,
} from './log-viewer/viewer-state.js';
export type { FilterMode } from './log-viewer/filter-draft.js';
export type { LineRange } from './log-viewer/model/line-selection.js';
export type { Arrivals } from './log-viewer/model/tally.js';
export type { RowAlign } from './log-viewer/model/row-anchor.js';
export type { TimeJump } from './log-viewer/viewer-jumps.js';
export type { SearchQuery } from './log-viewer/viewer-control.js';

// Panels. They need `@tailrace/react/panels.css` in addition to the viewer's stylesheet.
export { LogStats, type LogStatsProps } from './panels/log-stats.js';
export type { TimeRange } from './panels/volume-histogram.js';
export { StreamingStatus, type StreamingStatusProps } from './panels/streaming-status.js';
export { ServiceBoard, type ServiceBoardProps } from './panels/service-board.js';
export type { PanelProps } from './panels/panel.js';
export { DEFAULT_PANEL_LABELS, type PanelLabels } from './panels/panel-labels.js';
