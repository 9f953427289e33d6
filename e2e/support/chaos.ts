/** Chaos: lines are written while connections are cut at any byte, stalled, delayed and refused. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { TransportName } from '@tailrace/core';
import type { ChaosProxy } from './chaos-proxy.js';

/** A seeded random generator, so that a failing run can be repeated. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A random seed, or that in `TAILRACE_SEED`, to repeat a failed run. */
export function chooseSeed(): number {
  const wanted = Number(process.env['TAILRACE_SEED'] ?? Number.NaN);
  return Number.isInteger(wanted) ? wanted : Math.floor(Math.random() * 2 ** 31);
}

/** What happens to one reader, and how it is fed. */
export interface ChaosPlan {
  readonly proxy: ChaosProxy;
  readonly transport: TransportName;
  readonly seed: number;
  /** Least number of rounds. */
  readonly rounds: number;
  /** Least number of connections cut during an answer. */
  readonly cuts: number;
  /** Rounds between two waits for the reader to catch up. */
  readonly catchUpEvery: number;
  /** Writes `count` more lines. */
  write(count: number): void;
  /** Waits until the reader has everything that was written. */
  caughtUp(): Promise<void>;
}

/** Lines per round, written in bursts. */
const LINES_PER_ROUND = 200;
const BURSTS = 4;

/** Carries out the plan. In the end, the connection is left alone and the reader has caught up. */
export async function makeChaos(plan: ChaosPlan): Promise<void> {
  const { proxy, transport, rounds, cuts, catchUpEvery, write, caughtUp } = plan;
  const random = createRandom(plan.seed);
  const pick = (from: number, to: number): number => from + Math.floor(random() * (to - from + 1));

  for (let round = 0; round < rounds || proxy.cuts < cuts; round++) {
    proxy.trickle(round % 5 === 4 ? pick(1, 7) : 0);
    proxy.delay(round % 7 === 3 ? pick(1, 30) : 0);
    proxy.stall(round % 8 === 6);
    // Between two polls there is nothing to cut, so polling is cut while bytes arrive.
    const within = transport === 'polling' || round % 3 === 0;
    if (within) proxy.cutAfter(pick(1, 15_000), round % 2 ? 'fin' : 'reset');
    for (let burst = 0; burst < BURSTS; burst++) {
      write(LINES_PER_ROUND / BURSTS);
      await sleep(pick(0, 5));
    }
    proxy.stall(false);
    if (!within) proxy.cut(round % 3 === 1 ? 'reset' : round % 12 === 5 ? 'half-open' : 'fin');
    if (round % 6 === 0) {
      proxy.refuse(true);
      await sleep(30);
      proxy.refuse(false);
    }
    // A reader with too few cuts by now is slow: let it catch up, so that the next cut hits an answer.
    if (round % catchUpEvery === 0 || round >= rounds) await caughtUp();
  }
  proxy.trickle(0);
  proxy.delay(0);
  await caughtUp();
}
