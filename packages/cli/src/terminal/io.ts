/** Everything of the host that a command may touch, so that tests bring their own. */

/** A stream to write to, as far as a command needs it. Node's own streams fit. */
export interface Output {
  /** A person looks at it. */
  readonly isTTY?: boolean | undefined;
  /** false: wait for `drain` before writing more. */
  write(chunk: string | Uint8Array): boolean;
  on(event: 'drain' | 'close', listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  off(event: 'drain' | 'close', listener: () => void): unknown;
  off(event: 'error', listener: (error: Error) => void): unknown;
}

/** Signals that end a command in order. */
export type EndSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

export interface Io {
  readonly stdin: AsyncIterable<string | Uint8Array>;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder that relative paths start from. */
  readonly cwd: string;
  /** Epoch milliseconds. */
  now(): number;
  /** Calls `listener` when the host is asked to end; the answer undoes it. */
  onEndSignal(listener: (signal: EndSignal) => void): () => void;
}
