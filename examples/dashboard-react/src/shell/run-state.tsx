import type { ReactNode } from 'react';
import type { RunStatus } from '../control/control.js';

/** A dot and a word, because not everybody can tell colours apart. */
export function RunState({ status }: { readonly status: RunStatus }): ReactNode {
  return (
    <span className="run-state" data-status={status}>
      <i aria-hidden="true" />
      {status}
    </span>
  );
}
