import { bytesOf } from './payload.js';
import type { ReplyEvent } from './recording.js';
import type { Timeline, Track } from './timeline.js';

type SocketClass = typeof globalThis.WebSocket;

const CONNECTING = 0;
const OPEN = 1;
const CLOSING = 2;
const CLOSED = 3;

/** A close code that a stream treats as final. */
const NOT_RECORDED = 4410;

/** A WebSocket class whose sockets replay those of a recording. Messages sent to them are discarded. */
export function replayedSocket(timeline: Timeline): SocketClass {
  class ReplayedSocket extends EventTarget {
    static readonly CONNECTING = CONNECTING;
    static readonly OPEN = OPEN;
    static readonly CLOSING = CLOSING;
    static readonly CLOSED = CLOSED;
    readonly CONNECTING = CONNECTING;
    readonly OPEN = OPEN;
    readonly CLOSING = CLOSING;
    readonly CLOSED = CLOSED;

    readonly url: string;
    readonly protocol = '';
    readonly extensions = '';
    readonly bufferedAmount = 0;
    binaryType: BinaryType = 'blob';
    readyState: number = CONNECTING;
    onopen: ((event: Event) => void) | null = null;
    onmessage: ((event: MessageEvent) => void) | null = null;
    onerror: ((event: Event) => void) | null = null;
    onclose: ((event: Event) => void) | null = null;
    readonly #detach: () => void;

    constructor(url: string | URL) {
      super();
      this.url = String(url);
      const track = timeline.claim('socket', 'SOCKET', this.url);
      if (track?.first?.type === 'refused') throw refusal(track.first.name);
      this.#detach = track ? this.#follow(track) : this.#closeAsNotRecorded();
    }

    send(): void {
      if (this.readyState === CONNECTING) throw refusal('InvalidStateError');
    }

    close(code = 1005, reason = ''): void {
      if (this.readyState === CLOSING || this.readyState === CLOSED) return;
      const opened = this.readyState === OPEN;
      this.readyState = CLOSING;
      this.#detach();
      queueMicrotask(() => {
        if (!opened) this.#emit(new Event('error'), this.onerror);
        this.#closed(opened ? code : 1006, reason, opened);
      });
    }

    #follow(track: Track): () => void {
      return timeline.attach(track, (reply) => this.#take(reply));
    }

    #closeAsNotRecorded(): () => void {
      queueMicrotask(() => {
        this.#opened();
        this.#closed(NOT_RECORDED, 'The recording has no such WebSocket.', true);
      });
      return () => undefined;
    }

    #take(reply: ReplyEvent): void {
      if (reply.type === 'open') this.#opened();
      else if (reply.type === 'message') this.#message(reply);
      else if (reply.type === 'error') {
        const { code, status, name } = reply;
        const message = status === undefined ? name : `Unexpected server response: ${status}`;
        this.readyState = CLOSING; // a recorded `close` follows
        const error = Object.assign(new Error(message), code === undefined ? {} : { code });
        this.#emit(Object.assign(new Event('error'), { error, message }), this.onerror);
      } else if (reply.type === 'close') this.#closed(reply.code, reply.reason, reply.clean);
    }

    #opened(): void {
      if (this.readyState !== CONNECTING) return;
      this.readyState = OPEN;
      this.#emit(new Event('open'), this.onopen);
    }

    #message(reply: Extract<ReplyEvent, { type: 'message' }>): void {
      const bytes = (): Uint8Array<ArrayBuffer> => bytesOf(reply);
      const data =
        'text' in reply
          ? reply.text
          : this.binaryType === 'arraybuffer'
            ? bytes().buffer
            : new Blob([bytes()]);
      this.#emit(new MessageEvent('message', { data }), this.onmessage);
    }

    #closed(code: number, reason: string, wasClean: boolean): void {
      if (this.readyState === CLOSED) return;
      this.readyState = CLOSED;
      // Not an instance of CloseEvent, which older versions of Node lack.
      this.#emit(Object.assign(new Event('close'), { code, reason, wasClean }), this.onclose);
    }

    #emit<E extends Event>(event: E, handler: ((event: E) => void) | null): void {
      this.dispatchEvent(event);
      handler?.call(this, event);
    }
  }
  // A cast, because the DOM's types of the handlers include `this`.
  return ReplayedSocket as unknown as SocketClass;
}

function refusal(name: string): Error {
  return new DOMException('Recorded: the host refused this WebSocket.', name);
}
