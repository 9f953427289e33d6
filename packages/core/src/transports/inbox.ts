import { soon } from '../lib/clock.js';
import type { Frame } from '../lib/frame.js';
import { exceedsUtf8, utf8Length } from './utf8-length.js';

/** Where an inbox empties itself to. */
export interface InboxSink {
  frames(frames: readonly Frame[]): void;
  oversize(bytes: number): void;
  /** The host lost the bytes of a message. Nothing after it may be handed on as if it had not been there. */
  broken(thrown: unknown): void;
}

/** Messages of one socket in their order, handed on together when the host's turn is over. */
export interface Inbox {
  /** Text, bytes or a Blob. */
  take(data: unknown): void;
  /** Runs `fn` after everything taken so far was handed on. */
  whenEmpty(fn: () => void): void;
}

/** A message that is being read. What was read stands in its place. */
interface Unread {
  value: Message | undefined;
}

/** The text of a message, or the size of one over the cap. */
type Message = string | number;

/** Characters that are handed on together: the lines of all that a browser has waiting would be alive at the same time. */
const TOGETHER = 65_536;

/** Characters of a message that holds many lines: to wait for others would cost more than it spares. */
const ENOUGH = 4_096;

/** Collects what arrives at once, so that a message a line costs one call for many lines. */
export function createInbox(maxBytes: number, sink: InboxSink): Inbox {
  let messages: (Message | Unread)[] = [];
  /** How many of them are being read. */
  let unread = 0;
  let scheduled = false;
  let afterwards: (() => void) | undefined;
  const decoder = new TextDecoder();

  /** Takes out what was read, up to the first message that is not. */
  function takeOut(): (Message | Unread)[] {
    const waits = (one: Message | Unread): boolean => typeof one === 'object' && one.value === undefined;
    const first = unread === 0 ? -1 : messages.findIndex(waits);
    const due = first === -1 ? messages : messages.slice(0, first);
    messages = first === -1 ? [] : messages.slice(first);
    return due;
  }

  function flush(): void {
    scheduled = false;
    let frames: Frame[] = [];
    let characters = 0;
    const handOn = (): void => {
      sink.frames(frames);
      frames = [];
      characters = 0;
    };
    for (const one of takeOut()) {
      const message = typeof one === 'object' ? (one.value as Message) : one;
      if (typeof message === 'string') {
        frames.push({ data: message });
        characters += message.length;
        if (characters >= TOGETHER) handOn();
      } else {
        handOn(); // what came before it is heard before it
        sink.oversize(message);
      }
    }
    handOn();
    if (messages.length === 0) afterwards?.();
  }

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    soon(flush);
  }

  function ofText(text: string): Message {
    return exceedsUtf8(text, maxBytes) ? utf8Length(text) : text;
  }

  function ofBytes(bytes: ArrayBuffer | ArrayBufferView): Message {
    return bytes.byteLength > maxBytes ? bytes.byteLength : decoder.decode(bytes);
  }

  /** Later messages wait in the queue until this one is read. */
  function ofBlob(blob: Blob): Message | Unread {
    if (blob.size > maxBytes) return blob.size;
    const message: Unread = { value: undefined };
    unread += 1;
    blob.text().then(
      (text) => {
        unread -= 1;
        message.value = ofText(text);
        schedule();
      },
      (thrown: unknown) => sink.broken(thrown),
    );
    return message;
  }

  function read(data: unknown): Message | Unread {
    if (typeof data === 'string') return ofText(data);
    if (data instanceof ArrayBuffer || ArrayBuffer.isView(data)) return ofBytes(data);
    if (typeof Blob === 'function' && data instanceof Blob) return ofBlob(data);
    return ofText(String(data));
  }

  return {
    take(data) {
      const message = read(data);
      messages.push(message);
      if (messages.length === 1 && typeof message === 'string' && message.length >= ENOUGH) flush();
      else schedule();
    },
    whenEmpty(fn) {
      afterwards = fn;
      if (messages.length === 0) fn();
      else schedule();
    },
  };
}
