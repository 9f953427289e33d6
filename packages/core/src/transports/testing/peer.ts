/** The interface of a server for one transport, on a real socket. For the contract suite. */

/** One client, as seen by the server. */
export interface PeerConnection {
  /** Sends whole payloads, in one write if the transport allows it. */
  send(...payloads: readonly string[]): void;
  /** Sends one payload in two writes, split after `at` bytes of its encoded form. */
  sendSplit(payload: string, at: number): Promise<void>;
  /** Ends the stream cleanly. */
  end(): void;
  /** Resets the connection. */
  reset(): void;
  /** Resolves when the client has disconnected. */
  readonly gone: Promise<void>;
}

/** A server of one transport. */
export interface Peer {
  /** `http:` address; `query` is appended as it is. */
  url(query?: string): string;
  /** The next client that connects. */
  next(): Promise<PeerConnection>;
  /** From now on clients receive this status instead of a stream. */
  refuse(status: number): void;
  /** From now on clients are never answered. `reached` resolves when one has connected, `gone` when it has disconnected. */
  hang(): { readonly reached: Promise<void>; readonly gone: Promise<void> };
  stop(): Promise<void>;
}

/** A promise with its `resolve` function. */
export function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve!: (value: T) => void;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}

/** A queue of items, whose `take` waits for the next one. */
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
