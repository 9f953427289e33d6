/** Everything of the host that a command may use, so that tests can replace it. */

/** The part of a writable stream that a command needs. Node's own streams fit. */
export interface Output {
  /** It is a terminal, so a person reads it. */
  readonly isTTY?: boolean | undefined;
  /** false: wait for `drain` before writing more. */
  write(chunk: string | Uint8Array): boolean;
  on(event: 'drain' | 'close', listener: () => void): unknown;
  on(event: 'error', listener: (error: Error) => void): unknown;
  off(event: 'drain' | 'close', listener: () => void): unknown;
  off(event: 'error', listener: (error: Error) => void): unknown;
}

/** Signals that end a command gracefully. */
export type EndSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

export interface Io {
  readonly stdin: AsyncIterable<string | Uint8Array>;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder that relative paths are resolved against. */
  readonly cwd: string;
  /** Epoch milliseconds. */
  now(): number;
  /** Calls `listener` when the process is asked to end. Returns its undo. */
  onEndSignal(listener: (signal: EndSignal) => void): () => void;
}
