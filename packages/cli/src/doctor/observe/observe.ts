/** Observes a backend with read-only requests. Judges nothing. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openSource, type Cursor, type LogSource } from '@tailrace/core';
import type { DoctorCommand } from '../../args/command.js';
import { given } from '../../given.js';
import type { ListAnswer, Observations, SeenLine } from '../observations.js';
import { askStatus, type Visit } from './http.js';
import { readList } from './list.js';
import { watchSocket } from './socket.js';
import { watchStream } from './stream.js';

/** Lines to ask the list for. */
const LINES = 500;
/** Long enough for a refusal that follows the opening of a WebSocket. Milliseconds. */
const REFUSAL = 3_000;
const MADE_UP_ID = 'tailrace-doctor';
const MADE_UP_TOKEN = 'tailrace-doctor-made-up';

/** Makes all {@link Observations}. Takes a little longer than `command.seconds`. Never rejects. */
export async function observe(command: DoctorCommand, visit: Visit): Promise<Observations> {
  const { backend, baseUrl, token, origin, id, seconds } = command;
  const hasId = id !== undefined || backend === 'stratal';
  const source = openSource(backend, { baseUrl }, id ?? (hasId ? undefined : MADE_UP_ID), { tail: LINES });
  const list = await readFrom(visit, source, token, LINES);
  const seen: Observations = { backend, baseUrl, hasToken: token !== undefined, hasId, origin, list };
  if (list.status === undefined) return seen;

  const ms = seconds * 1_000;
  const readable = list.status === 200 && list.unreadable === undefined && !list.html;
  const [guards, lists, live] = await Promise.all([
    seeGuards(visit, source, token, Math.min(ms, visit.patience)),
    readable ? seeLists(visit, source, token, list) : {},
    readable && hasId ? seeLive(visit, source, token, list, ms) : {},
  ]);
  return { ...seen, ...guards, ...lists, ...live };
}

/** The newest lines. */
function readFrom(
  visit: Visit,
  source: LogSource,
  token: string | undefined,
  lines: number,
): Promise<ListAnswer> {
  const request = source.start?.({ lines }) ?? source.catchUp?.({ delivered: 0 });
  if (!request) throw new Error(`${source.title} has no list of lines.`);
  return readList(visit, source, token, request);
}

/** How clients without access and preflight requests are answered. */
async function seeGuards(
  visit: Visit,
  source: LogSource,
  token: string | undefined,
  patience: number,
): Promise<Partial<Observations>> {
  const request = source.probe?.() ?? source.start?.({ lines: 1 });
  if (!request) return {};
  const { url, token: tokenPlace } = request;
  const hasStream = source.transports.includes('sse');
  const live = hasStream ? source.live('sse', undefined) : undefined;
  const [withoutToken, wrongToken, preflight, streamWithoutToken] = await Promise.all([
    askStatus(visit, { url, tokenPlace, token: undefined }),
    token === undefined ? undefined : askStatus(visit, { url, tokenPlace, token: MADE_UP_TOKEN }),
    visit.origin === undefined
      ? undefined
      : askStatus(visit, {
          url,
          tokenPlace: 'none',
          token: undefined,
          method: 'OPTIONS',
          headers: {
            'Access-Control-Request-Method': 'GET',
            'Access-Control-Request-Headers': 'authorization',
          },
        }),
    live &&
      askStatus(visit, {
        url: live.url,
        tokenPlace: live.token,
        token: undefined,
        accept: 'text/event-stream',
        patience,
      }),
  ]);
  return given({ withoutToken, wrongToken, preflight, streamWithoutToken });
}

/** Parts of the list: the newest lines, and those after a timestamp. */
async function seeLists(
  visit: Visit,
  source: LogSource,
  token: string | undefined,
  list: ListAnswer,
): Promise<Partial<Observations>> {
  const cursor = hasSince(source) ? middle(list.lines) : undefined;
  const [newestTwo, answer] = await Promise.all([
    // The lists of stratal are merged, so their limit is only a hint.
    source.backend === 'stratal' ? undefined : readFrom(visit, source, token, 2),
    cursor && source.catchUp ? readList(visit, source, token, source.catchUp(cursor.cursor)) : undefined,
  ]);
  return given({ newestTwo, since: cursor && answer && { since: cursor.line, answer } });
}

/** What arrives live, and whether that requires a token. */
async function seeLive(
  visit: Visit,
  source: LogSource,
  token: string | undefined,
  list: ListAnswer,
  ms: number,
): Promise<Partial<Observations>> {
  const has = (name: 'sse' | 'websocket'): boolean => source.transports.includes(name);
  const cursor = source.liveStart === 'since' ? middle(list.lines) : undefined;
  const over = new AbortController();
  const watching = has('sse') ? watchStream(visit, source, token, ms).finally(() => over.abort()) : undefined;
  const [stream, later, resumed, socket, socketWithoutToken] = await Promise.all([
    watching,
    watching &&
      seeLater({ ...visit, signal: AbortSignal.any([visit.signal, over.signal]) }, source, token, ms),
    cursor && has('sse')
      ? watchStream(visit, source, token, Math.min(ms, REFUSAL), cursor.cursor)
      : undefined,
    has('websocket') ? watchSocket(visit, source, token, ms) : undefined,
    has('websocket') ? watchSocket(visit, source, undefined, Math.min(ms, REFUSAL)) : undefined,
  ]);
  return given({
    stream,
    later,
    resumed: cursor && resumed && { since: cursor.line, stream: resumed },
    socket,
    socketWithoutToken,
  });
}

/** The list halfway through listening, if it is read early enough for its lines to arrive live before the end. */
async function seeLater(
  visit: Visit,
  source: LogSource,
  token: string | undefined,
  ms: number,
): Promise<ListAnswer | undefined> {
  const waited = await sleep(ms / 2, true, { signal: visit.signal }).catch(() => false);
  if (!waited) return undefined; // the stream has ended
  const asked = visit.now();
  const list = await readFrom(visit, source, token, LINES);
  return visit.now() - asked < ms / 4 ? list : undefined;
}

const hasSince = ({ backend }: LogSource): boolean => backend === 'codespace' || backend === 'prismq';

/** A line with others before and after it, and the cursor at that line. */
function middle(
  lines: readonly SeenLine[],
): { readonly line: SeenLine; readonly cursor: Cursor } | undefined {
  const line = lines[Math.floor(lines.length / 2)];
  const first = lines[0]?.time;
  if (line?.timestamp === undefined || line.time === undefined || first === undefined) return undefined;
  if (line.time <= first) return undefined; // all lines share one timestamp, so since would prove nothing
  const cursor = {
    since: line.timestamp,
    sinceTime: line.time,
    lastTimestamp: line.timestamp,
    delivered: lines.length,
  };
  return { line, cursor };
}
