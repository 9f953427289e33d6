/** Encodes bytes for JSON, and decodes them. */
import { bytesOfBase64 } from '../lib/json.js';
import type { RecordedPayload } from './recording.js';

/** Encodes bytes as text if they are valid UTF-8, and otherwise (a chunk may end within a character) as base64. */
export function payloadOf(bytes: Uint8Array): RecordedPayload {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return binaryPayload(bytes);
  }
}

/** Encodes bytes as base64. */
export function binaryPayload(bytes: Uint8Array): RecordedPayload {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return { base64: btoa(binary) };
}

/** The bytes of a payload. Throws for invalid base64. */
export function bytesOf(payload: RecordedPayload): Uint8Array<ArrayBuffer> {
  if ('text' in payload) return new TextEncoder().encode(payload.text);
  return bytesOfBase64(payload.base64);
}
