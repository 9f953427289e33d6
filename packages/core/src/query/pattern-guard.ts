/**
 * Keeps regular expressions from holding up the thread. What is cheap by its bound (see `pattern-cost.ts`) runs at once;
 * everything else runs in a worker, which is killed when it takes too long on one text. Where there is no worker,
 * expressions that could hold up the page are refused.
 */
import { invalidArgument, type LogStreamError } from '../errors.js';
import type { Clock } from '../lib/clock.js';
import { firstWhere } from '../lib/first-where.js';
import { patternCost } from './pattern-cost.js';
import {
  openPatternWorker,
  type OpenPatternWorker,
  type PatternAnswer,
  type PatternPlaces,
  type PatternWorker,
} from './pattern-worker.js';

/** Milliseconds a worker may be silent. */
const PATIENCE = 250;
/** Milliseconds a worker takes for one answer, unless a single text takes longer. */
const SLICE = 100;
/** Milliseconds a worker has to start; one that a policy refuses says so much earlier. */
const START = 10_000;
/** Steps that run at once: a few milliseconds at the very worst. */
const CHEAP = 4e6;
/** Steps that run at once where there is no worker. */
const BEARABLE = 4e9;

const TOO_LONG =
  'This expression takes too long (more than 250 ms on one line); make it more specific, for example without a repetition inside a repetition.';
const NO_WORKER =
  'This expression could block the page, and no worker is available here to stop it. Make it more specific (fewer repetitions, and none inside another), or allow workers (Content-Security-Policy: worker-src blob:).';

interface Job {
  readonly texts: readonly string[];
  readonly done: () => void;
  /** Texts that are answered. */
  answered: number;
}

export interface PatternGuardInit {
  readonly clock: Clock;
  /** The places are asked for, and not only whether there is one. */
  readonly places: boolean;
  /** An expression was stopped. Nothing runs any more, until `use`. */
  readonly refused: (error: LogStreamError) => void;
  readonly openWorker?: OpenPatternWorker | undefined;
}

/** Characters of the longest text for which an expression is cheap; −1: for none. */
function longestCheap(cost: (length: number) => number): number {
  return firstWhere(CHEAP, (length) => cost(length) > CHEAP) - 1;
}

/** See the file's head. */
export class PatternGuard {
  private patterns: readonly RegExp[] = [];
  private costs: readonly ((length: number) => number)[] = [];
  /** Characters of the longest text that is cheap for each. */
  private cheap: readonly number[] = [];
  /** What was answered last, by text. */
  readonly known = new Map<string, PatternPlaces>();
  private jobs: Job[] = [];
  private worker: PatternWorker | undefined;
  private ready = false;
  private busy = false;
  /** There is no worker to be had. */
  private alone = false;
  /** Texts are run one by one, to know which of them takes so long. */
  private singly = false;
  private cancel: (() => void) | undefined;

  constructor(private readonly init: PatternGuardInit) {}

  /** Whether any expression is in use. */
  get active(): boolean {
    return this.patterns.length > 0;
  }

  /** Characters that are cheap for all expressions in use, in one text or in several. */
  get cheapLength(): number {
    return Math.min(...this.cheap);
  }

  /** From now on these. */
  use(patterns: readonly RegExp[]): void {
    this.stop();
    this.patterns = patterns;
    this.costs = patterns.map(patternCost);
    this.cheap = this.costs.map(longestCheap);
  }

  /** Forgets what was asked, and ends the worker. */
  stop(): void {
    this.patterns = [];
    this.jobs = [];
    this.known.clear();
    this.end();
  }

  /** What pattern `index` finds by `run` in a text, or by the worker's places; undefined: ask first. */
  look<T>(index: number, text: string, run: () => T, read: (places: readonly number[]) => T): T | undefined {
    if (text.length <= (this.cheap[index] ?? Number.POSITIVE_INFINITY)) return run();
    const places = this.known.get(text)?.[index];
    if (places) return read(places);
    const cost = this.costs[index]?.(text.length) ?? 0;
    return this.alone && cost <= BEARABLE ? run() : undefined;
  }

  /** Has texts looked at; `done` tells that the first of them, or more, are known. What was known before is not any more. */
  ask(texts: readonly string[], done: () => void): void {
    if (texts.length > 0) this.jobs.push({ texts, done, answered: 0 });
    this.pump();
  }

  private pump(): void {
    const job = this.jobs[0];
    if (!job || this.busy) return;
    if (this.alone) return this.refuse(NO_WORKER);
    this.worker ??= this.open();
    if (!this.worker || !this.ready) return;
    this.busy = true;
    job.answered = 0;
    this.known.clear();
    this.wait();
    this.worker.postMessage({
      patterns: this.patterns.map(({ source, flags }) => ({ source, flags })),
      texts: job.texts,
      first: !this.init.places,
      slice: SLICE,
      singly: this.singly,
    });
  }

  private wait(): void {
    this.cancel?.();
    this.cancel = this.init.clock.schedule(() => this.silent(), PATIENCE);
  }

  private open(): PatternWorker | undefined {
    let worker: PatternWorker | undefined;
    try {
      worker = (this.init.openWorker ?? openPatternWorker)();
    } catch {
      // A policy that allows none may throw: the same as not having any.
    }
    if (!worker) {
      this.withoutWorker();
      return undefined;
    }
    const missing = (): void => {
      if (worker === this.worker) this.withoutWorker();
    };
    this.cancel = this.init.clock.schedule(missing, START);
    worker.onerror = (event) => {
      event.preventDefault?.();
      missing();
    };
    worker.onmessage = ({ data }) => {
      if (worker !== this.worker) return;
      this.cancel?.();
      this.cancel = undefined;
      if (data !== true) return this.answered(data);
      this.ready = true;
      this.pump();
    };
    return worker;
  }

  private answered({ found, more }: PatternAnswer): void {
    const job = this.jobs[0];
    if (!job) return;
    for (const places of found) this.known.set(job.texts[job.answered++] as string, places);
    if (more) return this.wait();
    this.jobs.shift();
    this.busy = false;
    this.singly = false;
    job.done();
    this.pump();
  }

  /** Once it may be the machine that was busy, or a text at the end of many; twice with a single text is the expression's own doing. */
  private silent(): void {
    this.end();
    if (this.singly) return this.refuse(TOO_LONG);
    this.singly = true;
    this.pump();
  }

  private withoutWorker(): void {
    this.end();
    this.alone = true;
    if (this.costs.some((cost) => cost(1) > BEARABLE)) return this.refuse(NO_WORKER);
    for (const { done } of this.jobs.splice(0)) done();
  }

  private refuse(why: string): void {
    this.stop();
    this.singly = false;
    this.init.refused(invalidArgument(why));
  }

  private end(): void {
    this.cancel?.();
    this.cancel = undefined;
    this.worker?.terminate();
    this.worker = undefined;
    this.ready = false;
    this.busy = false;
  }
}
