import { onTestFinished } from 'vitest';

/** A WebSocket of this runtime, with everything it received. It is closed at the end of the test. */
export class SocketReader {
  readonly frames: string[] = [];
  opened = false;
  readonly closed: Promise<{ readonly code: number; readonly reason: string }>;
  readonly #socket: WebSocket;

  constructor(url: string, protocols?: string[]) {
    this.#socket = new WebSocket(url, protocols);
    onTestFinished(() => this.close());
    this.#socket.addEventListener('open', () => {
      this.opened = true;
    });
    this.#socket.addEventListener('message', ({ data }) => {
      this.frames.push(String(data));
    });
    this.closed = new Promise((resolve) => {
      this.#socket.addEventListener('close', ({ code, reason }) => {
        resolve({ code, reason });
      });
    });
  }

  get protocol(): string {
    return this.#socket.protocol;
  }

  /** Each frame as JSON. */
  get messages(): Record<string, unknown>[] {
    return this.frames.map((frame) => JSON.parse(frame) as Record<string, unknown>);
  }

  close(): void {
    this.#socket.close();
  }
}
