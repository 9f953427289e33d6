import type { LogStreamOptions } from '../options.js';
import type { LogStream } from '../stream-types.js';
import { toldBy } from './told-by.js';

/** Opens another stream where this one ends, as after a reload. `told`: see {@link toldBy}. */
export function reload(stream: LogStream, open: (options: LogStreamOptions) => LogStream, told?: string[]) {
  const resume = stream.resumeToken() as string;
  stream.dispose();
  const next = open({ resume });
  return { next, told: toldBy(next, told) };
}
