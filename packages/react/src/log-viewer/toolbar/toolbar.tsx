import { useState, type ReactElement, type ReactNode } from 'react';
import { useViewerContext } from '../viewer-context.js';
import { Button } from './button.js';
import { LogViewerDownload } from './download.js';
import { LogViewerFilter } from './filter.js';
import { LogViewerLevelFilter } from './level-filter.js';
import { LogViewerSearch } from './search.js';
import { LogViewerStatus } from './status.js';
import {
  LogViewerClear,
  LogViewerFollowToggle,
  LogViewerPauseToggle,
  LogViewerTimestampToggle,
  LogViewerWrapToggle,
} from './toggles.js';

/** Props of {@link LogViewerToolbar}. */
export interface LogViewerToolbarProps {
  /** On the left, what is always there. Default: find. */
  readonly lead?: ReactNode;
  /** What folds away when it is narrow. Default: filter, levels and the toggles. */
  readonly tools?: ReactNode;
  /** On the right. Default: status. */
  readonly state?: ReactNode;
}

/** The default tools. */
export function LogViewerTools(): ReactElement {
  return (
    <>
      <LogViewerFilter />
      <LogViewerLevelFilter />
      <div data-tailrace="spacer" />
      <div data-tailrace="group">
        <LogViewerTimestampToggle />
        <LogViewerWrapToggle />
        <LogViewerFollowToggle />
        <LogViewerPauseToggle />
        <LogViewerClear />
        <LogViewerDownload />
      </div>
    </>
  );
}

/** One line of tools; in a narrow viewer all but find and status fold away behind a button. */
export function LogViewerToolbar({ lead, tools, state }: LogViewerToolbarProps): ReactElement {
  const { labels } = useViewerContext();
  const [open, setOpen] = useState(false);
  return (
    <div
      data-tailrace="toolbar"
      role="group"
      aria-label={labels.toolbar}
      {...(open ? { 'data-open': '' } : {})}
    >
      {lead ?? <LogViewerSearch />}
      <div data-tailrace="tools">{tools ?? <LogViewerTools />}</div>
      {state ?? <LogViewerStatus />}
      <div data-tailrace="fold">
        <Button icon="more" label={labels.more} aria-expanded={open} onClick={() => setOpen(!open)} />
      </div>
    </div>
  );
}
