import { Writable } from 'node:stream';
import type { EndSignal, Io, Output } from '../terminal/io.js';

/** A host that keeps what is written, and whose signals are sent by hand. */
export interface FakeIo extends Io {
  out(): string;
  err(): string;
  /** Complete lines of stdout. */
  lines(): string[];
  send(signal: EndSignal): void;
}

export interface FakeIoInit {
  readonly env?: Readonly<Record<string, string>>;
  readonly tty?: boolean;
  readonly cwd?: string;
  readonly stdin?: string;
  /** Called with every chunk of stdout; throws to break the pipe. */
  readonly onOut?: (text: string) => void;
}

export function fakeIo({ env = {}, tty = false, cwd = '/', stdin = '', onOut }: FakeIoInit = {}): FakeIo {
  const out: string[] = [];
  const err: string[] = [];
  const listeners = new Set<(signal: EndSignal) => void>();
  const stream = (kept: string[], check?: (text: string) => void): Output =>
    Object.assign(
      new Writable({
        write(chunk: Buffer, _encoding, done) {
          try {
            check?.(chunk.toString());
            kept.push(chunk.toString());
            done();
          } catch (thrown) {
            done(thrown as Error);
          }
        },
      }),
      { isTTY: tty },
    );
  return {
    stdin: (async function* () {
      yield stdin;
    })(),
    stdout: stream(out, onOut),
    stderr: stream(err),
    env,
    cwd,
    now: () => Date.now(),
    onEndSignal(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    out: () => out.join(''),
    err: () => err.join(''),
    lines: () => out.join('').split('\n').slice(0, -1),
    send: (signal) => listeners.forEach((listener) => listener(signal)),
  };
}
