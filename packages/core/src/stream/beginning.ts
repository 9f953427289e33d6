/**
 * How a stream begins: with the newest lines of those that are there, or with none of them. And whether what it has begins where the
 * log does, as far as its first reads tell.
 */
import type { Intake } from '../continuity/intake.js';
import type { ResolvedOptions } from '../options.js';
import type { ChainResult } from './chain-reader.js';

/** Newest lines read when none shall be shown, so that the first reconnect knows where to go on. */
export const BASELINE_LINES = 1_000;

export interface BeginningParts<Raw> {
  readonly options: Pick<ResolvedOptions, 'history' | 'bufferLines'>;
  readonly intake: Pick<Intake<Raw>, 'reconciler'>;
  /** A chain of first pages was read: whether the server holds older lines. */
  older(more: boolean): void;
}

export interface Beginning {
  /** Something was delivered: the stream goes on there. */
  readonly isOver: boolean;
  /** Nothing of what is there now shall be shown, and it has yet to be read. */
  readonly isBaseline: boolean;
  /** Lines to begin with at most. */
  readonly lines: number;
  /** We were connected and had read all there was: whatever is not there any more was missed. */
  readonly established: boolean;
  establish(): void;
  /** What is there and shall not be shown was read: whatever comes from now on is to be shown. */
  setBaseline(): void;
  /** The first chain was read. `wanted`: lines it would have brought at most. */
  read(result: ChainResult, wanted: number): void;
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
      // An empty log that was seen leaves no cursor: all there is now came after it.
      return baselined || established || reconciler.isWhole ? options.bufferLines : options.history;
    },
    get established() {
      return established;
    },
    establish() {
      established = true;
    },
    setBaseline() {
      baselined = true;
    },
    read({ received, more }, wanted) {
      if (!more && received < wanted) reconciler.beginsHere(true);
      older(more);
    },
  };
}
