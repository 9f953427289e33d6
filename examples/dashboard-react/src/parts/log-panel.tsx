import type { LogFilter, LogSource, LogStream } from '@tailrace/core';
import {
  LogViewerAnnouncer,
  LogViewerBody,
  LogViewerHelp,
  LogViewerHelpButton,
  LogViewerNotice,
  LogViewerProgress,
  LogViewerRoot,
  LogViewerSearch,
  LogViewerSelectionBar,
  LogViewerToolbar,
  useLogStream,
  useStreamSnapshot,
} from '@tailrace/react';
import { useMemo, type ReactNode } from 'react';
import { LedgerStrip } from './ledger-strip.js';

export interface PanelHead {
  readonly title: string;
  /** How its lines are transported. */
  readonly via: string;
  /** The link of the title. */
  readonly href?: string;
}

/** The log of a source: its name, the viewer, and the ledger. */
export function LogPanel({ source, ...head }: PanelHead & { readonly source: LogSource }): ReactNode {
  const { stream } = useLogStream(source);
  return <StreamPanel stream={stream} source={source} {...head} />;
}

/**
 * The viewer, composed from its parts in another way: the toolbar contains the log's name, and the ledger replaces the contents
 * of the status bar.
 */
export function StreamPanel({
  stream,
  source,
  title,
  via,
  href,
  filter,
  onFilterChange,
}: PanelHead & {
  readonly stream: LogStream | undefined;
  /** The source, which offers the download of the whole log. */
  readonly source?: LogSource;
  /** The page decides which lines are shown. */
  readonly filter?: LogFilter;
  readonly onFilterChange?: (filter: LogFilter) => void;
}): ReactNode {
  const { ledger } = useStreamSnapshot(stream);
  const labels = useMemo(() => ({ viewer: title }), [title]);
  const name = href === undefined ? title : <a href={href}>{title}</a>;
  return (
    <LogViewerRoot
      stream={stream ?? null}
      {...(source ? { source } : {})}
      {...(filter ? { filter } : {})}
      {...(onFilterChange ? { onFilterChange } : {})}
      height="100%"
      autoScroll
      labels={labels}
      className="log-panel"
    >
      <LogViewerToolbar
        lead={
          <>
            <h3 className="log-panel-name" title={via}>
              {name}
            </h3>
            <LogViewerSearch />
          </>
        }
      />
      <LogViewerProgress />
      <LogViewerNotice />
      <LogViewerBody />
      <div className="panel-foot" data-tailrace="status-bar">
        <LedgerStrip ledger={ledger} />
        <LogViewerSelectionBar />
        <LogViewerHelpButton />
      </div>
      <LogViewerHelp />
      <LogViewerAnnouncer />
    </LogViewerRoot>
  );
}
