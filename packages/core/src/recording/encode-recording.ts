import type { Recording } from './recording.js';

/** Encodes a recording as NDJSON, see {@link Recording}. */
export function encodeRecording({ events, ...head }: Recording): string {
  return [head, ...events].map((line) => `${JSON.stringify(line)}\n`).join('');
}
