import { fail, nothing, ok, seconds, skip, warn, type Check, type Finding } from '../finding.js';
import { isOpen, type Arrival } from '../observations.js';

/** After so long without a byte usual proxies cut a connection. Milliseconds. */
const PROXY_PATIENCE = 60_000;
/** Heartbeats this far apart leave no room for a late one. */
const TIGHT = 45_000;

/** What comes this soon is a greeting. */
const GREETING = 1_000;

const FIX =
  'Send a heartbeat event, or a comment line (": ping"), every 15 to 30 s while nothing is written.';

/** The longest time in which nothing at all came. */
function silenceIn(arrivals: readonly Arrival[], listened: number): number {
  const times = [0, ...arrivals.map(({ at }) => at), listened];
  return times.slice(1).reduce((longest, at, index) => Math.max(longest, at - (times[index] as number)), 0);
}

/** Quiet times are filled before a proxy takes them for a dead connection. */
function judge(what: string, arrivals: readonly Arrival[], listened: number): readonly Finding[] {
  const beats = arrivals.filter(({ heartbeat }) => heartbeat).map(({ at }) => at);
  const pauses = beats.slice(1).map((at, index) => at - (beats[index] as number));
  const longest = Math.max(...pauses);
  if (pauses.length > 0 && longest < TIGHT)
    return ok('heartbeat', `${what} has a heartbeat every ${seconds(longest)}.`);
  if (pauses.length > 0)
    return (longest < PROXY_PATIENCE ? warn : fail)(
      'heartbeat',
      `${what} has a heartbeat every ${seconds(longest)} only; usual proxies cut after 60 s.`,
      FIX,
    );
  if (beats.length === 1 && (beats[0] as number) > GREETING)
    return ok('heartbeat', `${what} has a heartbeat (one in ${seconds(listened)}).`);
  if (listened < TIGHT)
    return skip(
      'heartbeat',
      `${what} had none in ${seconds(listened)}, and a usual one comes every 15 to 30 s: listen with --seconds 70.`,
    );
  const silence = silenceIn(arrivals, listened);
  // Many servers send one only where nothing else was sent.
  if (silence < TIGHT)
    return skip(
      'heartbeat',
      `${what} had none in ${seconds(listened)}, but was never silent for longer than ${seconds(silence)}: look again while nothing is written.`,
    );
  return (silence < PROXY_PATIENCE ? warn : fail)(
    'heartbeat',
    `${what} had no heartbeat in ${seconds(listened)}; usual proxies cut after 60 s of silence.`,
    FIX,
  );
}

export const heartbeat: Check = ({ stream, socket, backend }) => {
  // What keeps a container's socket open are pings of the protocol, which no client gets to see.
  if (backend === 'containers') return nothing;
  if (isOpen(stream)) {
    return stream.end === undefined
      ? judge('The stream', stream.arrivals, stream.listened)
      : skip('heartbeat', `The stream was over (${stream.end}) before one was due.`);
  }
  return socket?.opened ? judge('The WebSocket', socket.arrivals, socket.listened) : nothing;
};
