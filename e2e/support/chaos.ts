/** A hand on the plug: lines are written while their connections are cut, stalled, delayed and refused, at any byte. */
import type { TransportName } from '@tailrace/core';
import type { ChaosProxy } from './chaos-proxy.js';

/** A small generator with a seed, so that a failing run can be run again. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A seed, or the one of `TAILRACE_SEED` to run a failed run again. */
export function chooseSeed(): number {
  const wanted = Number(process.env['TAILRACE_SEED'] ?? Number.NaN);
  return Number.isInteger(wanted) ? wanted : Math.floor(Math.random() * 2 ** 31);
}

/** What is done to one reader, and how it is fed. */
export interface ChaosPlan {
  readonly plug: ChaosProxy;
  readonly transport: TransportName;
  readonly seed: number;
  /** Rounds at least. */
  readonly rounds: number;
  /** Connections that must have been cut in the midst of an answer before the hand rests. */
  readonly cuts: number;
  /** The reader catches up after every so many of them. */
  readonly breath: number;
  /** Writes that many lines more. */
  write(count: number): void;
  /** Waits until the reader has everything that was written. */
  caughtUp(): Promise<void>;
}

/** Lines of one round, in bursts. */
const LINES_A_ROUND = 200;
const BURSTS = 4;

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Carries the plan out; at the end the connection is left alone and the reader has caught up. */
export async function makeChaos(plan: ChaosPlan): Promise<void> {
  const { plug, transport, rounds, cuts, breath, write, caughtUp } = plan;
  const random = createRandom(plan.seed);
  const pick = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));

  for (let round = 0; round < rounds || plug.cuts < cuts; round++) {
    plug.trickle(round % 5 === 4 ? pick(1, 7) : 0);
    plug.delay(round % 7 === 3 ? pick(1, 30) : 0);
    plug.stall(round % 8 === 6);
    // Between two polls there is nothing to cut: there the plug is pulled when bytes come.
    const within = transport === 'polling' || round % 3 === 0;
    if (within) plug.cutAfter(pick(1, 15_000), round % 2 ? 'fin' : 'reset');
    for (let burst = 0; burst < BURSTS; burst++) {
      write(LINES_A_ROUND / BURSTS);
      await sleep(pick(0, 5));
    }
    plug.stall(false);
    if (!within) plug.cut(round % 3 === 1 ? 'reset' : round % 12 === 5 ? 'half-open' : 'fin');
    if (round % 6 === 0) {
      plug.refuse(true);
      await sleep(30);
      plug.refuse(false);
    }
    // Who has too few cuts by then is slow: it is cut again where it surely listens.
    if (round % breath === 0 || round >= rounds) await caughtUp();
  }
  plug.trickle(0);
  plug.delay(0);
  await caughtUp();
}
