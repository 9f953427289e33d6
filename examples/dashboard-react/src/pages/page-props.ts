import type { RunInfo } from '../control/control.js';

/** What every page is about. */
export interface PageProps {
  readonly run: RunInfo;
  /** For the backends that want one. */
  readonly token: string | null;
}
