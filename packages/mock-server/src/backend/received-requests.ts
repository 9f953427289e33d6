import type { Clock } from '../lib/clock.js';
import { Ring } from '../store/ring.js';
import type { BackendName, TransportName } from './backend-name.js';

/** One request of a client. No field contains a token. */
export interface ReceivedRequest {
  /** When it arrived: epoch milliseconds by the backend's clock. */
  readonly at: number;
  readonly backend: BackendName;
  /** A REST call, or the kind of stream that it opens. */
  readonly kind: 'rest' | TransportName;
  readonly method: string;
  /** As sent, without the query. */
  readonly path: string;
  /** Decoded; `token` is left out. */
  readonly query: Readonly<Record<string, string>>;
  /** Whether it carried a token that the backend accepts; true if the backend needs none. */
  readonly authorised: boolean;
  /**
   * The HTTP status of the response; 0 for a connection that was dropped on request. A WebSocket that opens has 101,
   * even if it is closed with 4001 at once: `authorised` tells them apart.
   */
  readonly status: number;
}

/** Number of requests to remember. */
const remembered = 1000;

/** The requests of clients, oldest first. */
export class ReceivedRequests {
  #requests = new Ring<ReceivedRequest>(remembered);
  #first: (() => void) | undefined;

  constructor(private readonly clock: Clock) {}

  /** Calls `listener` once, when the next request arrives, before it is answered; undefined removes it. */
  onFirst(listener: (() => void) | undefined): void {
    this.#first = listener;
  }

  /** Notes a request; call the returned function with the response's status. Requests are listed in the order of their responses. */
  arrived(
    request: Omit<ReceivedRequest, 'at' | 'path' | 'query' | 'status'>,
    url: URL,
  ): (status: number) => void {
    const first = this.#first;
    this.#first = undefined;
    first?.();
    const at = this.clock.now();
    const query = Object.fromEntries([...url.searchParams].filter(([name]) => name !== 'token'));
    return (status) => {
      this.#requests.push({ at, ...request, path: url.pathname, query, status });
    };
  }

  all(): ReceivedRequest[] {
    return this.#requests.slice(0, this.#requests.next);
  }

  clear(): void {
    this.#requests = new Ring(remembered);
  }
}
