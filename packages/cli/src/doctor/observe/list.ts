import { LogStreamError, type DecodedLine, type LogSource, type PageRequest } from '@tailrace/core';
import type { ListAnswer, SeenLine } from '../observations.js';
import { ask, codeOf, type Visit } from './http.js';

/** Most requests that a list may take until it has lines: some backends are asked for a count first. */
const STEPS = 4;

/** What the checks need of a line. Lines that are aligned are identified by text alone: a socket may leave out timestamps that REST has. */
export function seenLine(source: LogSource, line: DecodedLine): SeenLine {
  const key = source.identity === 'align' ? line.message.trimEnd() : source.identify(line);
  return { key, timestamp: line.timestamp, time: line.time };
}

/** Reads a list up to its first page that has lines. Never rejects. */
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
      tokenPlace: request.token,
      token,
      signal: AbortSignal.timeout(visit.patience), // includes the body
    });
    if (!response?.ok) {
      response?.body?.cancel().catch(() => undefined); // a broken body does not matter: only the status was wanted
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
  if (thrown instanceof DOMException) return `its end did not arrive within ${patience / 1_000} s.`;
  return thrown instanceof SyntaxError ? 'it is not JSON.' : `it was cut off (${codeOf(thrown)}).`;
}
