import { useRef, type ReactElement, type ReactNode } from 'react';
import { useViewerContext, useViewerState } from '../viewer-context.js';
import { Button } from './button.js';
import { LogViewerDownload } from './download.js';
import { LogViewerFacets } from './facets.js';
import { LogViewerFilter } from './filter.js';
import { LogViewerLevelFilter } from './level-filter.js';
import { LogViewerSearch } from './search.js';
import { LogViewerStatus } from './status.js';
import { LogViewerTimeMenu } from './time-menu.js';
import {
  LogViewerClear,
  LogViewerFollowToggle,
  LogViewerPauseToggle,
  LogViewerWrapToggle,
} from './toggles.js';
import { useToolbarKeys } from './use-toolbar-keys.js';

/** Props of {@link LogViewerToolbar}. */
export interface LogViewerToolbarProps {
  /** On the left, always visible. Default: find. */
  readonly lead?: ReactNode;
  /** Tools that are collapsed in a narrow viewer. Default: filter, levels and the toggles. */
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
      <LogViewerFacets />
      <div data-tailrace="spacer" />
      <div data-tailrace="group">
        <LogViewerTimeMenu />
        <LogViewerWrapToggle />
        <LogViewerFollowToggle />
        <LogViewerPauseToggle />
        <LogViewerClear />
        <LogViewerDownload />
      </div>
    </>
  );
}

/** The toolbar. In a narrow viewer everything but find and status is collapsed behind a button. */
export function LogViewerToolbar({ lead, tools, state }: LogViewerToolbarProps): ReactElement {
  const { viewer, labels } = useViewerContext();
  const open = useViewerState((state) => state.tools !== false);
  const bar = useRef<HTMLDivElement>(null);
  const keys = useToolbarKeys(bar);
  return (
    <div
      ref={bar}
      data-tailrace="toolbar"
      role="toolbar"
      aria-label={labels.toolbar}
      data-open={open ? '' : undefined}
      {...keys}
    >
      {lead ?? <LogViewerSearch />}
      <div data-tailrace="tools">{tools ?? <LogViewerTools />}</div>
      {state ?? <LogViewerStatus />}
      <div data-tailrace="fold">
        <Button
          icon="more"
          label={labels.more}
          aria-expanded={open}
          onClick={() => viewer.store.set({ tools: !open })}
        />
      </div>
    </div>
  );
}
