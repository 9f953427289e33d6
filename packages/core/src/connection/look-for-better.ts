/**
 * Looks whether a better transport gets through while a fallback goes on delivering: opens it beside, only to see whether something arrives, and
 * closes it again. A look that fails changes nothing and is reported nowhere.
 */
import type { TransportName } from '../backends/source.js';
import { DEFAULTS } from '../defaults.js';
import { untilAborted } from '../lib/until-aborted.js';
import type { LiveTransportName } from '../transports/registry.js';
import { takeStreamSlot } from '../transports/stream-slots.js';
import type { TransportSink } from '../transports/transport.js';
import type { Attempt } from './attempt.js';
import type { Asked } from './beside.js';
import { firstPlan, planAfterLook, planOnFallback, SHORTEST_PAUSE, type LookPlan } from './look-plan.js';

/** Milliseconds for which a transport must stand if it brings nothing: a server may accept what it refuses right after. */
const STANDS_AFTER = 1_000;

const nothing = (): void => undefined;

/** Looks again and again until one is found, or the fallback ends. */
export async function lookForBetter(
  asked: Asked,
  { abort, undos }: Attempt,
  inUse: TransportName,
): Promise<void> {
  if (abort.signal.aborted) return;
  const { clock, backoff } = asked.options;
  const { blockedBy, bestAt, transports } = asked;
  const stood = bestAt === undefined ? undefined : clock.now() - bestAt;
  const soon = backoff.resetAfter;
  let plan = planOnFallback(asked.plan ?? firstPlan(soon), { blockedBy, stood }, soon);
  asked.blockedBy = asked.bestAt = undefined;
  const end = new AbortController();
  undos.push(() => end.abort());
  const { signal } = end;
  const names = transports.slice(0, transports.indexOf(inUse));
  for (;;) {
    asked.plan = plan;
    await untilDue(plan, asked, signal);
    for (const to of names) {
      const isThrough = to !== 'polling' && (await getsThrough(to, plan, asked, signal));
      if (signal.aborted) return;
      if (!isThrough) continue;
      asked.plan = { ...plan, hasChanged: true };
      return asked.dispatch({ type: 'upgrade', to });
    }
    plan = planAfterLook(plan);
  }
}

/** Waits for the next look. It comes sooner if the network or the user is back, unless there was one just now. */
function untilDue({ delay }: LookPlan, asked: Asked, signal: AbortSignal): Promise<void> {
  const { clock } = asked.options;
  const begun = clock.now();
  return new Promise((resolve) => {
    const end = (): void => {
      cancel();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const cancel = clock.schedule(end, delay);
    asked.awake = () => void (clock.now() - begun >= SHORTEST_PAUSE && end());
    signal.addEventListener('abort', end);
  });
}

/**
 * Whether something arrives from a transport, or at least nothing ends it for a while. If one is known that was held back, something has to arrive
 * later than what it begins with.
 */
async function getsThrough(
  name: LiveTransportName,
  { isWary, lacksSlot }: LookPlan,
  { source, options, open }: Asked,
  end: AbortSignal,
): Promise<boolean> {
  const { clock, backoff, stallTimeout = DEFAULTS.stallTimeout } = options;
  const undos: (() => void)[] = [];
  const wait = (ms: number, then: () => void): void => void undos.push(clock.schedule(then, ms));
  let isGreeted = !isWary;
  const look = async (signal: AbortSignal): Promise<boolean> => {
    // The last connection is left to a stream that has none, unless this one has none for just that reason.
    let spare =
      name === 'sse' && !lacksSlot ? await takeStreamSlot(source.live(name, undefined).url) : nothing;
    const giveBack = (): void => {
      spare?.();
      spare = undefined;
    };
    if (signal.aborted) giveBack();
    if (!spare) return false;
    undos.push(giveBack);
    return new Promise((resolve, reject) => {
      const sink: TransportSink = {
        opened() {
          giveBack();
          if (!isWary) return wait(STANDS_AFTER, () => resolve(true));
          wait(backoff.resetAfter, () => {
            isGreeted = true;
            wait(stallTimeout, () => resolve(false));
          });
        },
        activity: () => void (isGreeted && resolve(true)),
        frames: nothing,
        oversize: nothing,
        retryDelay: nothing,
        ended: () => resolve(false),
      };
      open(name, { abort: { signal }, undos }, () => sink).catch(reject);
    });
  };
  try {
    return await untilAborted([end], look);
  } catch {
    return false;
  } finally {
    for (const undo of undos) undo();
  }
}
