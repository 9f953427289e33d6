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

/** A message that is being read, or was. */
interface Slot {
  text?: string;
  oversize?: number;
}

/** Collects what arrives in one turn of the host, so that a message a line costs one call for many lines. */
export function createInbox(maxBytes: number, sink: InboxSink): Inbox {
  let slots: Slot[] = [];
  let scheduled = false;
  let afterwards: (() => void) | undefined;
  const decoder = new TextDecoder();

  function flush(): void {
    scheduled = false;
    const unread = slots.findIndex((slot) => slot.text === undefined && slot.oversize === undefined);
    const due = unread === -1 ? slots : slots.slice(0, unread);
    slots = unread === -1 ? [] : slots.slice(unread);
    let frames: Frame[] = [];
    for (const { text, oversize } of due) {
      if (text !== undefined) frames.push({ data: text });
      else if (oversize !== undefined) {
        sink.frames(frames); // what came before it is heard before it
        frames = [];
        sink.oversize(oversize);
      }
    }
    sink.frames(frames);
    if (slots.length === 0) afterwards?.();
  }

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    queueMicrotask(flush);
  }

  function fill(slot: Slot, text: string): void {
    if (exceedsUtf8(text, maxBytes)) slot.oversize = utf8Length(text);
    else slot.text = text;
  }

  function fillBytes(slot: Slot, bytes: ArrayBuffer | ArrayBufferView): void {
    if (bytes.byteLength > maxBytes) slot.oversize = bytes.byteLength;
    else slot.text = decoder.decode(bytes);
  }

  /** Later messages wait in the queue until this one is read. */
  function fillBlob(slot: Slot, blob: Blob): void {
    if (blob.size > maxBytes) {
      slot.oversize = blob.size;
      return;
    }
    blob.text().then(
      (text) => {
        fill(slot, text);
        schedule();
      },
      (thrown: unknown) => sink.broken(thrown),
    );
  }

  return {
    take(data) {
      const slot: Slot = {};
      slots.push(slot);
      if (typeof data === 'string') fill(slot, data);
      else if (data instanceof ArrayBuffer || ArrayBuffer.isView(data)) fillBytes(slot, data);
      else if (typeof Blob === 'function' && data instanceof Blob) fillBlob(slot, data);
      else fill(slot, String(data));
      schedule();
    },
    whenEmpty(fn) {
      afterwards = fn;
      if (slots.length === 0) fn();
      else schedule();
    },
  };
}
