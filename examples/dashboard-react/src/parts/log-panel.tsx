import type { LogSource } from '@tailrace/core';
import { LogViewer, useLogStream } from '@tailrace/react';
import type { ReactNode } from 'react';
import { LedgerStrip } from './ledger-strip.js';

export interface LogPanelProps {
  /** Keep it between renders: another source is another log. */
  readonly source: LogSource;
  readonly title: string;
  /** How its lines travel, in words. */
  readonly via: string;
  /** Where the title leads. */
  readonly href?: string;
}

/** One live log: its name, the viewer, and what became of every line. */
export function LogPanel({ source, title, via, href }: LogPanelProps): ReactNode {
  const { stream, ledger } = useLogStream(source);
  return (
    <section className="log-panel" aria-label={title}>
      <header className="log-panel-head">
        <h3>{title}</h3>
        <span>{via}</span>
        {href !== undefined && (
          <a href={href} aria-label={`Open ${title}`}>
            Open
          </a>
        )}
      </header>
      <div className="log-panel-body">
        <LogViewer stream={stream} height="100%" autoScroll />
      </div>
      <LedgerStrip ledger={ledger} />
    </section>
  );
}
