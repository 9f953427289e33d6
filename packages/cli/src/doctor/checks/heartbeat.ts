import { fail, nothing, ok, seconds, skip, warn, type Check, type Finding } from '../finding.js';
import { isOpen, type Arrival } from '../observations.js';

/** Many proxies close a connection after this time without a byte. Milliseconds. */
const PROXY_PATIENCE = 60_000;
/** Heartbeats this far apart leave no room for a late one. Milliseconds. */
const TIGHT = 45_000;

/** A heartbeat this soon is a greeting. Milliseconds. */
const GREETING = 1_000;

const FIX = 'While nothing is written, send a heartbeat event or a comment line (": ping") every 15 to 30 s.';

/** The longest time in which nothing at all arrived. */
function silenceIn(arrivals: readonly Arrival[], listened: number): number {
  const times = [0, ...arrivals.map(({ at }) => at), listened];
  return times.slice(1).reduce((longest, at, index) => Math.max(longest, at - (times[index] as number)), 0);
}

/** Heartbeats fill quiet times before a proxy takes the connection for dead. */
function judge(what: string, arrivals: readonly Arrival[], listened: number): readonly Finding[] {
  const beats = arrivals.filter(({ heartbeat }) => heartbeat).map(({ at }) => at);
  const pauses = beats.slice(1).map((at, index) => at - (beats[index] as number));
  const longest = Math.max(...pauses);
  if (pauses.length > 0 && longest < TIGHT)
    return ok('heartbeat', `${what} sends a heartbeat every ${seconds(longest)}.`);
  if (pauses.length > 0)
    return (longest < PROXY_PATIENCE ? warn : fail)(
      'heartbeat',
      `${what} sends a heartbeat only every ${seconds(longest)}; many proxies close a connection after 60 s of silence.`,
      FIX,
    );
  if (beats.length === 1 && (beats[0] as number) > GREETING)
    return ok('heartbeat', `${what} sends heartbeats (one in ${seconds(listened)}).`);
  if (listened < TIGHT)
    return skip(
      'heartbeat',
      `${what} sent no heartbeat in ${seconds(listened)}; most servers send one every 15 to 30 s: listen longer with --seconds 70.`,
    );
  const silence = silenceIn(arrivals, listened);
  // Many servers send a heartbeat only when they have sent nothing else.
  if (silence < TIGHT)
    return skip(
      'heartbeat',
      `${what} sent no heartbeat in ${seconds(listened)}, but was never silent for longer than ${seconds(silence)}: check again while nothing is written.`,
    );
  return (silence < PROXY_PATIENCE ? warn : fail)(
    'heartbeat',
    `${what} sent no heartbeat in ${seconds(listened)}; many proxies close a connection after 60 s of silence.`,
    FIX,
  );
}

export const heartbeat: Check = ({ stream, socket, backend }) => {
  // A container's socket is kept open by protocol-level pings, which a client cannot see.
  if (backend === 'containers') return nothing;
  if (isOpen(stream)) {
    return stream.end === undefined
      ? judge('The stream', stream.arrivals, stream.listened)
      : skip('heartbeat', `The stream ended (${stream.end}) before a heartbeat was due.`);
  }
  return socket?.opened ? judge('The WebSocket', socket.arrivals, socket.listened) : nothing;
};
