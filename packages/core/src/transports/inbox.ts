import { soon } from '../lib/clock.js';
import type { Frame } from '../lib/frame.js';
import { exceedsUtf8, utf8Length } from './utf8-length.js';

/** Receives the messages of an inbox. */
export interface InboxSink {
  frames(frames: readonly Frame[]): void;
  oversize(bytes: number): void;
  /** A message could not be read. The stream must end: passing on later messages would hide the loss. */
  broken(thrown: unknown): void;
}

/** Collects the messages of one socket, and passes them on together, in order. */
export interface Inbox {
  /** Takes a message: text, bytes or a Blob. */
  take(data: unknown): void;
  /** Runs `fn` after all messages taken so far were passed on. */
  whenEmpty(fn: () => void): void;
}

/** A Blob that is being read, and its message once it was. */
interface Unread {
  value: Message | undefined;
}

/** The text of a message, or the size of one that exceeds the limit. */
type Message = string | number;

/** Characters passed on together. Limits how many lines are alive at the same time, see `createEventStream`. */
const BATCH_SIZE = 65_536;

/** A message of this length holds many lines, so it is passed on at once: waiting for more would not save anything. */
const LARGE = 4_096;

/** Passes messages that arrive together on together, because a server may send one line per message. */
export function createInbox(maxBytes: number, sink: InboxSink): Inbox {
  let messages: (Message | Unread)[] = [];
  let scheduled = false;
  let afterwards: (() => void) | undefined;
  const decoder = new TextDecoder();

  /** Removes and returns the messages before the first one that is still being read. */
  function takeReadable(): (Message | Unread)[] {
    const isUnread = (one: Message | Unread): boolean => typeof one === 'object' && one.value === undefined;
    const first = messages.findIndex(isUnread);
    const readable = first === -1 ? messages : messages.slice(0, first);
    messages = first === -1 ? [] : messages.slice(first);
    return readable;
  }

  function flush(): void {
    scheduled = false;
    let frames: Frame[] = [];
    let characters = 0;
    const passOn = (): void => {
      sink.frames(frames);
      frames = [];
      characters = 0;
    };
    for (const one of takeReadable()) {
      const message = typeof one === 'object' ? (one.value as Message) : one;
      if (typeof message === 'string') {
        frames.push({ data: message });
        characters += message.length;
        if (characters >= BATCH_SIZE) passOn();
      } else {
        passOn(); // to keep the order
        sink.oversize(message);
      }
    }
    passOn();
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
    blob.text().then(
      (text) => {
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
      if (messages.length === 1 && typeof message === 'string' && message.length >= LARGE) flush();
      else schedule();
    },
    whenEmpty(fn) {
      afterwards = fn;
      if (messages.length === 0) fn();
    },
  };
}
