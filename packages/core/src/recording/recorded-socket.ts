import { failure } from './recorded-fetch.js';
import type { Note, RecordingLog } from './recording-log.js';
import type { Secrets } from './secrets.js';

type SocketClass = typeof globalThis.WebSocket;

/**
 * A subclass of `Base` that records what its sockets do. The only difference for the caller: `binaryType` is `arraybuffer` by default,
 * because a Blob can only be read later, out of order.
 */
export function recordedSocket(Base: SocketClass, log: RecordingLog, secrets: Secrets): SocketClass {
  return class RecordedSocket extends Base {
    readonly #note: (note: Note) => void;

    constructor(url: string | URL, protocols?: string | string[]) {
      const note = log.open({ type: 'socket', url: secrets.cleanUrl(String(url)) });
      try {
        super(url, protocols);
      } catch (thrown) {
        note({ type: 'refused', name: thrown instanceof Error ? thrown.name : 'Error' });
        throw thrown;
      }
      this.#note = note;
      this.binaryType = 'arraybuffer';
      this.addEventListener('open', () => note({ type: 'open' }));
      this.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        const message = messageNote(data);
        if (message) note(message);
      });
      this.addEventListener('error', (event) => {
        const { error, message } = event as Event & { error?: unknown; message?: unknown };
        note(failure(error ?? (typeof message === 'string' ? new Error(message) : undefined)));
      });
      this.addEventListener('close', ({ code, reason, wasClean }) =>
        note({ type: 'close', code, reason: String(reason), clean: wasClean }),
      );
    }

    override close(code?: number, reason?: string): void {
      this.#note({ type: 'abort' });
      super.close(code, reason);
    }
  };
}

function messageNote(data: unknown): Note | undefined {
  if (typeof data === 'string') return { type: 'message', bytes: new TextEncoder().encode(data) };
  const view = data instanceof ArrayBuffer ? new Uint8Array(data) : data;
  if (!ArrayBuffer.isView(view)) return undefined; // a Blob, which the caller has requested
  const { buffer, byteOffset, byteLength } = view;
  return { type: 'message', bytes: new Uint8Array(buffer, byteOffset, byteLength).slice(), binary: true };
}
