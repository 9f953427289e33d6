/** The REST read that precedes the first live stream: of the lines to begin with, unless the stream replays them, or of those not to be shown. */
import type { LogSource, PageRequest } from '../backends/source.js';
import type { Intake } from '../continuity/intake.js';
import { LogStreamError, type LogStreamErrorKind } from '../errors.js';
import type { ResolvedOptions } from '../options.js';
import { BASELINE_LINES, type Beginning } from './beginning.js';
import { EAGER, type ChainReader } from './chain-reader.js';

/** If a read fails in this way, and one before it failed too, the stream is opened without it: the server is there, and perhaps only the read is broken. */
const STREAM_MAY_WORK: readonly LogStreamErrorKind[] = ['server', 'timeout', 'protocol'];

/** The backend has no such read. */
const MISSING: readonly LogStreamErrorKind[] = ['not-found', 'unsupported'];

const isOneOf = (kinds: readonly LogStreamErrorKind[], thrown: unknown): thrown is LogStreamError =>
  thrown instanceof LogStreamError && kinds.includes(thrown.kind);

export interface FirstReadParts<Raw> {
  readonly source: Pick<LogSource<Raw>, 'start' | 'liveStart'>;
  readonly options: Pick<ResolvedOptions, 'history'>;
  readonly intake: Pick<Intake<Raw>, 'reconciler' | 'settle'>;
  error(error: LogStreamError): void;
  /** See {@link Beginning}. */
  older(more: boolean): void;
}

/** Returns what reads the first lines, for a stream without a cursor. Rejects if the attempt to connect has failed with it. */
export function createFirstRead<Raw>(
  { source, options, intake, error, older }: FirstReadParts<Raw>,
  beginning: Beginning,
  chains: ChainReader<Raw>,
): (signal: AbortSignal) => Promise<void> {
  /** It failed at an earlier attempt. */
  let failed = false;

  async function readLines(request: PageRequest<Raw>, lines: number, signal: AbortSignal): Promise<void> {
    intake.reconciler.begin();
    try {
      beginning.read(await chains.read(request, signal, EAGER), lines);
    } catch (thrown) {
      if (!failed || !isOneOf(STREAM_MAY_WORK, thrown)) {
        failed = true;
        throw thrown;
      }
      // Without a cursor, the stream itself begins with existing lines.
      error(thrown);
    }
  }

  /** If the backend lacks this read, a later resume cannot use it either, so its absence is not a failure. */
  async function readBaseline(request: PageRequest<Raw>, signal: AbortSignal): Promise<void> {
    intake.reconciler.begin({ baseline: true });
    try {
      beginning.read(await chains.read(request, signal, EAGER), BASELINE_LINES);
      intake.settle();
      beginning.setBaseline();
      older(true);
    } catch (thrown) {
      // A replay shows, too, where the existing lines end, unless it is late, or something on the way keeps it.
      if (source.liveStart === 'tail' && !signal.aborted) return;
      if (source.liveStart === 'since' || !isOneOf(MISSING, thrown)) throw thrown;
      error(thrown);
    }
  }

  return async (signal) => {
    if (!source.start) return;
    if (beginning.isBaseline) return readBaseline(source.start({ lines: BASELINE_LINES }), signal);
    const { lines } = beginning;
    // Other streams are joined with REST while they are open.
    if (options.history > 0 && source.liveStart === 'since')
      return readLines(source.start({ lines }), lines, signal);
  };
}
