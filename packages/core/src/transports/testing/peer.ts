/** What the contract suite needs of a server that speaks one transport, on a real socket. For tests only. */

/** One client at the server. */
export interface PeerConnection {
  /** Sends whole payloads, in one write where the transport allows it. */
  send(...payloads: readonly string[]): void;
  /** Sends one payload in two writes, cut after `at` bytes of what goes over the wire. */
  sendSplit(payload: string, at: number): Promise<void>;
  /** Ends the stream the way the protocol ends one. */
  end(): void;
  /** Breaks the connection without a word. */
  reset(): void;
  /** Resolves when the client is gone. */
  readonly gone: Promise<void>;
}

/** A server of one transport. */
export interface Peer {
  /** `http:` address; `query` is appended as it is. */
  url(query?: string): string;
  /** The next client that connects. */
  next(): Promise<PeerConnection>;
  /** From now on clients are answered with this status instead of a stream. */
  refuse(status: number): void;
  /** From now on clients are accepted by the system and never answered; resolves with each one's end. */
  hang(): { readonly reached: Promise<void>; readonly gone: Promise<void> };
  stop(): Promise<void>;
}

/** A promise and its settling. */
export function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}

/** Hands each item to whoever waits, in order. */
export function createMailbox<T>(): { put(item: T): void; take(): Promise<T> } {
  const items: T[] = [];
  const waiting: ((item: T) => void)[] = [];
  return {
    put(item) {
      const taker = waiting.shift();
      if (taker) taker(item);
      else items.push(item);
    },
    take() {
      const item = items.shift();
      return item === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(item);
    },
  };
}
