/**
 * How a stream begins: with the newest existing lines, or with none of them. Also tracks whether its first line is the first of the
 * log, as far as the first reads tell.
 */
import type { Intake } from '../continuity/intake.js';
import type { ResolvedOptions } from '../options.js';
import type { Chain } from '../history/read-pages.js';

/** How many of the newest lines are read (but not shown) for `history: 0`, so that the first reconnect knows where to resume. */
export const BASELINE_LINES = 1_000;

export interface BeginningParts<Raw> {
  readonly options: Pick<ResolvedOptions, 'history' | 'bufferLines'>;
  readonly intake: Pick<Intake<Raw>, 'reconciler'>;
  /** The first pages were read; `more`: the server has older lines. */
  older(more: boolean): void;
}

export interface Beginning {
  /** Lines were delivered: from now on the stream resumes after them. */
  readonly isOver: boolean;
  /** Existing lines are not to be shown, and have not been read yet. */
  readonly isBaseline: boolean;
  /** Maximum number of lines to begin with. */
  readonly lines: number;
  /** The stream was connected and had read everything: whatever the server has dropped since was missed. */
  readonly established: boolean;
  establish(): void;
  /** The existing lines that are not to be shown were read: all lines from now on are shown. */
  setBaseline(): void;
  /** The first chain of pages was read. `wanted`: the maximum number of lines it could have returned. */
  read(result: Pick<Chain, 'received' | 'more'>, wanted: number): void;
}

export function createBeginning<Raw>({ options, intake, older }: BeginningParts<Raw>): Beginning {
  const { reconciler } = intake;
  let established = false;
  let baselined = false;

  return {
    get isOver() {
      return reconciler.delivered > 0;
    },
    get isBaseline() {
      return options.history === 0 && !baselined;
    },
    get lines() {
      // A log that was empty when it was read leaves no cursor: all lines that it has now are newer. So may be those of a stream that is resumed.
      const isBegun = baselined || established || reconciler.isWhole || reconciler.delivered > 0;
      return isBegun ? options.bufferLines : options.history;
    },
    get established() {
      return established;
    },
    establish() {
      established = true;
    },
    setBaseline() {
      baselined = established = true;
    },
    read({ received, more }, wanted) {
      reconciler.beginsHere(!more && received < wanted);
      older(more);
    },
  };
}
