import { LogStreamError, type DecodedLine, type LogSource, type PageRequest } from '@tailrace/core';
import type { ListAnswer, SeenLine } from '../observations.js';
import { ask, codeOf, type Visit } from './http.js';

/** Requests that a list may take until it has lines: some backends are asked for a count first. */
const STEPS = 4;

/** What a check needs of a line. Aligned lines go by their text alone: a socket may leave out stamps that REST has. */
export function seenLine(source: LogSource, line: DecodedLine): SeenLine {
  const key = source.identity === 'align' ? line.message.trimEnd() : source.identify(line);
  return { key, timestamp: line.timestamp, time: line.time };
}

/** Reads a list, to its first page with lines. Never rejects. */
export async function readList(
  visit: Visit,
  source: LogSource,
  token: string | undefined,
  first: PageRequest,
): Promise<ListAnswer> {
  let request: PageRequest = first;
  for (let step = 1; ; step++) {
    const { answer, response } = await ask(visit, {
      url: request.url,
      token: request.token,
      value: token,
      signal: AbortSignal.timeout(visit.patience), // the body, too
    });
    if (!response?.ok) {
      response?.body?.cancel().catch(() => undefined); // it broke: the status was all that was wanted
      return { ...answer, lines: [] };
    }
    try {
      const page = request.decode(JSON.parse(await response.text()));
      if (page.lines.length > 0 || !page.next || step === STEPS)
        return { ...answer, lines: page.lines.map((line) => seenLine(source, line)) };
      request = page.next;
    } catch (thrown) {
      if (thrown instanceof LogStreamError && thrown.kind === 'not-found')
        return { ...answer, lines: [], unreadable: thrown.message, missing: true };
      return { ...answer, lines: [], unreadable: reason(thrown, visit.patience) };
    }
  }
}

function reason(thrown: unknown, patience: number): string {
  if (thrown instanceof LogStreamError) return thrown.message;
  if (thrown instanceof DOMException) return `its end did not come in ${patience / 1_000} s.`;
  return thrown instanceof SyntaxError ? 'it is not JSON.' : `it was cut off (${codeOf(thrown)}).`;
}
