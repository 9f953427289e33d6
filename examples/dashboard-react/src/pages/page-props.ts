import type { RunInfo } from '../control/control.js';

/** Props of every page. */
export interface PageProps {
  readonly run: RunInfo;
  /** For the backends that require one. */
  readonly token: string | null;
}
