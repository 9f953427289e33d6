import { arrival } from './checks/arrival.js';
import { streamToken, withoutToken, wrongToken } from './checks/auth.js';
import { cors } from './checks/cors.js';
import { cursor, resumed } from './checks/cursor.js';
import { heartbeat } from './checks/heartbeat.js';
import { liveSkipped } from './checks/live-skipped.js';
import { encryption, reach } from './checks/reach.js';
import { replay } from './checks/replay.js';
import { paging, rest } from './checks/rest.js';
import { streamAnswer, streamEnd, streamHeaders } from './checks/stream-answer.js';
import { socketToken, webSocket } from './checks/web-socket.js';
import type { Check, Finding } from './finding.js';
import type { Observations } from './observations.js';

/** In the order in which they are reported. */
const CHECKS: readonly Check[] = [
  reach,
  encryption,
  rest,
  withoutToken,
  wrongToken,
  cors,
  paging,
  cursor,
  streamAnswer,
  streamToken,
  streamHeaders,
  streamEnd,
  arrival,
  heartbeat,
  resumed,
  replay,
  webSocket,
  socketToken,
  liveSkipped,
];

/** All findings about a backend. If the backend cannot be reached, that is the only one. */
export function examine(seen: Observations): readonly Finding[] {
  const reached = reach(seen);
  if (reached.some(({ level }) => level === 'fail')) return reached;
  return CHECKS.flatMap((check) => check(seen));
}
