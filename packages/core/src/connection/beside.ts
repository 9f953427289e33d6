/**
 * What is asked beside a stream to tell whether it, or a better transport, gets through: a separate chunk, because most streams get through
 * and ask nothing.
 */
import type { LiveRequest, LogSource, TransportName } from '../backends/source.js';
import type { LogStreamErrorKind } from '../errors.js';
import { late, type Late } from '../lib/late.js';
import type { ResolvedOptions } from '../options.js';
import type { LiveTransportName } from '../transports/registry.js';
import type { TransportSink } from '../transports/transport.js';
import type { Attempt, Opening } from './attempt.js';
import type { ConnectionHost } from './connection-host.js';
import type { LookPlan } from './look-plan.js';
import type { ConnectionEvent } from './machine.js';

/** A connection, for those who ask beside it, and what they remember of transports that did not get through. */
export interface Asked {
  readonly source: Pick<LogSource, 'live' | 'start'>;
  readonly options: Pick<ResolvedOptions, 'clock' | 'backoff' | 'stallTimeout' | 'connectTimeout' | 'fetch'>;
  readonly host: Pick<ConnectionHost, 'cursor'>;
  /** Best first. */
  readonly transports: readonly TransportName[];
  /** Opens a transport with a token of its own, unless it is no longer wanted. Rejects if it cannot. */
  open(name: LiveTransportName, opening: Opening, begin: (live: LiveRequest) => TransportSink): Promise<void>;
  dispatch(event: ConnectionEvent): void;
  /** See {@link ServerConnection.overtaken}. */
  overtaken(): void;
  /** Why a transport was left for the next. */
  blockedBy?: LogStreamErrorKind | undefined;
  /** When the best transport has opened. */
  bestAt?: number | undefined;
  plan?: LookPlan;
  /** To be called when the network or the user is back. */
  awake?: () => void;
}

/** Asks beside an attempt that uses the transport `inUse`, until it is over. */
type Question = (asked: Asked, current: Attempt, inUse: TransportName) => Promise<void>;

export interface Beside {
  /** Looks for a better transport, and changes to one that gets through. */
  readonly lookForBetter: Question;
  /** Asks REST whether there are lines that the stream should have brought. */
  readonly doubt: Question;
}

export const beside: Late<Beside> = /* @__PURE__ */ late(
  'asking beside a stream',
  () => import('./beside-parts.js'),
);
