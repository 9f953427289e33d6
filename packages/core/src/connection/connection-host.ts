import type { Cursor, Frame, LiveRequest, TransportName } from '../backends/source.js';
import type { ConnectionState } from './machine.js';

/** The stream that a connection serves. */
export interface ConnectionHost {
  /** REST reads that must precede the live stream. A rejection ends the attempt. */
  prepare(signal: AbortSignal): Promise<void>;
  cursor(): Cursor | undefined;
  /** A live stream is about to be opened. */
  opening(request: LiveRequest): void;
  /** The live stream is open. `signal` fires when this attempt is over. */
  opened(signal: AbortSignal): void;
  frames(frames: readonly Frame[], transport: TransportName): void;
  oversize(bytes: number): void;
  /** The server has closed the live stream cleanly, which means that the log is over. */
  completed(): void;
  /** One poll. */
  poll(signal: AbortSignal): Promise<'again' | 'done'>;
  /** The attempt is over; it delivers nothing more. */
  ended(): void;
  /** The state changed. */
  changed(state: ConnectionState): void;
}
