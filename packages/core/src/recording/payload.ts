/** Bytes in a line of JSON, and back. */
import type { RecordedPayload } from './recording.js';

/** Text where the bytes are whole UTF-8 (a character may be cut in two by a chunk's border), else base64. */
export function payloadOf(bytes: Uint8Array): RecordedPayload {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return binaryPayload(bytes);
  }
}

/** Base64, whatever the bytes are. */
export function binaryPayload(bytes: Uint8Array): RecordedPayload {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return { base64: btoa(binary) };
}

/** The bytes of a payload. Throws for what is no base64. */
export function bytesOf(payload: RecordedPayload): Uint8Array<ArrayBuffer> {
  if ('text' in payload) return new TextEncoder().encode(payload.text);
  return Uint8Array.from(atob(payload.base64), (character) => character.charCodeAt(0));
}
