import type { BackendName, TransportName } from './backend-name.js';

/**
 * How a connection is cut. `end`: the body ends cleanly (SSE), the socket closes with 1000 (WebSocket).
 * `fin`: the TCP stream ends within a message. `reset`: the TCP connection is reset. Without TCP underneath (MSW in a page or
 * a test), the latter two are a network error.
 */
export type CutMode = 'end' | 'fin' | 'reset';

/** An open stream, and what can be done to it. */
export interface Connection {
  readonly backend: BackendName;
  readonly transport: TransportName;
  /** Undefined for streams over all runs. */
  readonly runId: string | undefined;
  cut(mode: CutMode): void;
  /** Sends nothing for `ms` milliseconds, then continues. */
  stall(ms: number): void;
  /** Sends the last `count` lines again. */
  duplicate(count: number): void;
  /** WebSocket: closes with this code. SSE: ends the body. */
  close(code: number, reason: string): void;
  /** Sends the backend's own error message and ends. */
  fail(message: string): void;
}

/** Selects connections; an absent field matches any. */
export interface ConnectionFilter {
  readonly runId?: string;
  readonly backend?: BackendName;
  readonly transport?: TransportName;
}

/** The open streams. */
export class Connections {
  readonly #open = new Set<Connection>();

  get size(): number {
    return this.#open.size;
  }

  /** Registers a stream; returns its undo. */
  add(connection: Connection): () => void {
    this.#open.add(connection);
    return () => this.#open.delete(connection);
  }

  select(filter: ConnectionFilter): Connection[] {
    return [...this.#open].filter(
      (connection) =>
        (filter.runId === undefined || connection.runId === filter.runId) &&
        (filter.backend === undefined || connection.backend === filter.backend) &&
        (filter.transport === undefined || connection.transport === filter.transport),
    );
  }
}
