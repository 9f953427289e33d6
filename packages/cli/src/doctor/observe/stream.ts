import type { Cursor, LogSource } from '@tailrace/core';
import type { Arrival, LiveEnd, StreamWatch } from '../observations.js';
import { ENOUGH, readArrival } from './arrivals.js';
import { createEventSplitter } from './event-splitter.js';
import { ask, type Visit } from './http.js';

/** Opens the stream, waits for its headers as long as for any answer, then listens for `ms`. Never rejects. */
export async function watchStream(
  visit: Visit,
  source: LogSource,
  token: string | undefined,
  ms: number,
  cursor?: Cursor,
): Promise<StreamWatch> {
  const start = visit.now();
  const over = new AbortController();
  const live = source.live('sse', cursor);
  const { answer, response } = await ask(visit, {
    url: live.url,
    tokenPlace: live.token,
    token,
    accept: 'text/event-stream',
    signal: over.signal,
  });
  const timer = setTimeout(() => over.abort(), ms);
  const arrivals: Arrival[] = [];
  let end: LiveEnd | undefined;
  let count = 0;
  if (response?.ok && response.body && !answer.html) {
    try {
      const split = createEventSplitter();
      const decoder = new TextDecoder();
      for await (const chunk of response.body) {
        const blocks = split(decoder.decode(chunk, { stream: true }));
        const frames = blocks.flatMap((block) => (block === 'comment' ? [] : [block.frame]));
        const read = readArrival(source, 'sse', visit.now() - start, frames, blocks.includes('comment'));
        arrivals.push(read.arrival);
        end ??= read.end;
        count += read.arrival.lines.length;
        if (count > ENOUGH) {
          end ??= 'enough';
          break; // cancels the body
        }
      }
      end ??= 'closed';
    } catch {
      end ??= over.signal.aborted ? undefined : 'cut';
    }
  } else response?.body?.cancel().catch(() => undefined); // the body of a refusal is not needed
  clearTimeout(timer);
  return { answer, arrivals, end, listened: visit.now() - start };
}
