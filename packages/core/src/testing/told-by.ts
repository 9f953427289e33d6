import type { LogStream } from '../stream-types.js';
import { textsOf } from './simulated-stream.js';

/** What a stream tells from now on is added to `told`, which is returned. */
export function toldBy(stream: LogStream, told: string[] = []): string[] {
  for (const event of ['entries', 'filled'] as const)
    stream.on(event, (entries) => void told.push(...textsOf(entries)));
  return told;
}
