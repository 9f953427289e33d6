import { forwardRef, type ReactElement, type ReactNode } from 'react';
import { LogViewerAnnouncer } from './announcer.js';
import type { LogViewerHandle } from './handle.js';
import { LogViewerHelp } from './help.js';
import { LogViewerMatchTicks } from './match-ticks.js';
import { LogViewerNewLines } from './new-lines.js';
import { LogViewerNotice } from './notice.js';
import { LogViewerProgress } from './progress.js';
import { LogViewerRoot, type LogViewerRootProps } from './root.js';
import { LogViewerStates } from './states.js';
import { LogViewerStatusBar } from './status-bar.js';
import { LogViewerToolbar } from './toolbar/toolbar.js';
import { LogViewerViewport, type LogViewerViewportProps } from './viewport.js';

/** Props of {@link LogViewer}. */
export type LogViewerProps = Omit<LogViewerRootProps, 'children'> &
  LogViewerViewportProps & {
    /** Replaces the toolbar; null for none. Default: `<LogViewerToolbar />`, whose slots can be filled individually. */
    readonly toolbar?: ReactNode;
  };

/** The lines, and what is placed over them. */
export function LogViewerBody({
  children,
  ...viewport
}: LogViewerViewportProps & { readonly children?: ReactNode }): ReactElement {
  return (
    <div data-tailrace="body">
      <LogViewerViewport {...viewport} />
      {children ?? (
        <>
          <LogViewerMatchTicks />
          <LogViewerStates />
          <LogViewerNewLines />
        </>
      )}
    </div>
  );
}

/** A complete log viewer, composed from the exported parts. Requires the stylesheet `@tailrace/react/styles.css`. */
export const LogViewer = forwardRef<LogViewerHandle, LogViewerProps>(function LogViewer(
  { renderRow, renderGap, toolbar = <LogViewerToolbar />, ...props },
  ref,
) {
  return (
    <LogViewerRoot {...props} ref={ref}>
      {toolbar}
      <LogViewerProgress />
      <LogViewerNotice />
      <LogViewerBody {...(renderRow ? { renderRow } : {})} {...(renderGap ? { renderGap } : {})} />
      <LogViewerStatusBar />
      <LogViewerAnnouncer />
      <LogViewerHelp />
    </LogViewerRoot>
  );
});
