import type { ReactElement } from 'react';
import { openedParts } from './late-parts.js';
import { Button } from './toolbar/button.js';
import { useLate } from './use-late.js';
import { useViewerContext, useViewerState } from './viewer-context.js';

/** A button that opens the list of keyboard shortcuts. */
export function LogViewerHelpButton(): ReactElement {
  const { viewer, labels } = useViewerContext();
  return (
    <Button
      look="small"
      icon="keyboard"
      label={labels.help}
      onClick={() => viewer.store.set({ help: true })}
    />
  );
}

/** The list of keyboard shortcuts, in a dialog; `?` opens it. */
export function LogViewerHelp(): ReactElement | null {
  const open = useViewerState((state) => state.help);
  const parts = useLate(openedParts, open);
  return open && parts ? <parts.HelpDialog /> : null;
}
