import type { Cursor, Page } from '../backends/source.js';
import { send } from '../lib/http.js';
import { parseTime } from '../lib/time.js';
import type { Attempt } from './attempt.js';
import type { Asked } from './beside.js';

/** Whether the newest line of a page is newer than those delivered. False if that cannot be told, because one of them has no timestamp. */
function isNewer({ lines }: Page, delivered: Cursor | undefined): boolean {
  const newest = lines.at(-1);
  if (!newest || !delivered) return newest !== undefined;
  const last = delivered.lastTimestamp === undefined ? undefined : parseTime(delivered.lastTimestamp);
  return newest.time !== undefined && last !== undefined && newest.time > last;
}

/**
 * A stream that replays lines when it opens has brought nothing at all: perhaps there are no lines, perhaps something on the way keeps them. REST
 * tells. If it does not answer, nothing is proven.
 */
export async function doubt(asked: Asked, current: Attempt): Promise<void> {
  const { source, options, host } = asked;
  const { token, abort } = current;
  try {
    const request = source.start?.({ lines: 1 });
    if (!request) return;
    const { connectTimeout: timeout, ...rest } = options;
    const page = await send(request, { ...rest, token, timeout, signal: abort.signal });
    if (abort.signal.aborted || current.heard > 0 || !isNewer(page, host.cursor())) return;
  } catch {
    return;
  }
  asked.overtaken();
}
