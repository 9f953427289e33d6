/**
 * Keeps regular expressions from blocking the thread. An expression that is cheap by its upper bound (see `pattern-cost.ts`) runs at once;
 * any other runs in a worker, which is terminated if it takes too long on one text. If there is no worker, expressions that could
 * block the page are refused.
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

/** Milliseconds that a worker may take for one text. */
const ANSWER_TIMEOUT = 250;
/** Milliseconds after which a worker answers with what it has. */
const SLICE = 100;
/** Milliseconds that a worker may take to start. One refused by a policy fails much earlier. */
const START_TIMEOUT = 10_000;
/** Steps that may run on this thread: a few milliseconds at worst. */
const CHEAP = 4e6;
/** Steps that may run on this thread if there is no worker. */
const TOLERABLE = 4e9;

const TOO_LONG =
  'This expression takes too long (more than 250 ms on one line). Make it more specific, without nested repetitions.';
const NO_WORKER =
  'This expression could block the page, and no worker is available here to stop it. Make it more specific (fewer repetitions, none nested), or allow workers (Content-Security-Policy: worker-src blob:).';

interface Job {
  readonly texts: readonly string[];
  readonly done: () => void;
  /** How many of the texts were answered. */
  answered: number;
}

export interface PatternGuardInit {
  readonly clock: Clock;
  /** Find all matches, and not only whether there is one. */
  readonly places: boolean;
  /** Called when an expression was stopped or refused. Nothing runs until the next `use`. */
  readonly refused: (error: LogStreamError) => void;
  readonly openWorker?: OpenPatternWorker | undefined;
}

/** Length of the longest text for which an expression is cheap; −1 if there is none. */
function longestCheap(cost: (length: number) => number): number {
  return firstWhere(CHEAP, (length) => cost(length) > CHEAP) - 1;
}

/** See the file's head. */
export class PatternGuard {
  private patterns: readonly RegExp[] = [];
  private costs: readonly ((length: number) => number)[] = [];
  /** For each expression, the length of the longest text for which it is cheap. */
  private cheap: readonly number[] = [];
  /** The answers to the last question, by text. */
  readonly known = new Map<string, PatternPlaces>();
  private jobs: Job[] = [];
  private worker: PatternWorker | undefined;
  private ready = false;
  private busy = false;
  /** No worker can be opened here. */
  private workerless = false;
  /** The worker answers each text separately, to find out which one takes so long. */
  private singly = false;
  private cancel: (() => void) | undefined;

  constructor(private readonly init: PatternGuardInit) {}

  /** Whether any expression is in use. */
  get active(): boolean {
    return this.patterns.length > 0;
  }

  /** How many characters, in one text or several, are cheap for all expressions in use. */
  get cheapLength(): number {
    return Math.min(...this.cheap);
  }

  /** Replaces the expressions. */
  use(patterns: readonly RegExp[]): void {
    this.stop();
    this.patterns = patterns;
    this.costs = patterns.map(patternCost);
    this.cheap = this.costs.map(longestCheap);
  }

  /** Drops all questions, and terminates the worker. */
  stop(): void {
    this.patterns = [];
    this.jobs = [];
    this.known.clear();
    this.end();
  }

  /**
   * The result of the expression `index` on a text: from `run` if that is cheap, or else from the worker's answer, converted by `read`.
   * undefined if there is no answer: `ask` first.
   */
  evaluate<T>(
    index: number,
    text: string,
    run: () => T,
    read: (places: readonly number[]) => T,
  ): T | undefined {
    if (text.length <= (this.cheap[index] ?? Infinity)) return run();
    const places = this.known.get(text)?.[index];
    if (places) return read(places);
    const cost = this.costs[index]?.(text.length) ?? 0;
    return this.workerless && cost <= TOLERABLE ? run() : undefined;
  }

  /** Asks the worker about texts. Calls `done` once at least the first of them is answered. Earlier answers are forgotten. */
  ask(texts: readonly string[], done: () => void): void {
    if (texts.length > 0) this.jobs.push({ texts, done, answered: 0 });
    this.pump();
  }

  private pump(): void {
    const job = this.jobs[0];
    if (!job || this.busy) return;
    if (this.workerless) return this.refuse(NO_WORKER);
    this.worker ??= this.open();
    if (!this.worker || !this.ready) return;
    this.busy = true;
    job.answered = 0;
    this.known.clear();
    this.startTimeout();
    this.worker.postMessage({
      patterns: this.patterns.map(({ source, flags }) => ({ source, flags })),
      texts: job.texts,
      first: !this.init.places,
      slice: SLICE,
      singly: this.singly,
    });
  }

  private startTimeout(): void {
    this.cancel?.();
    this.cancel = this.init.clock.schedule(() => this.timedOut(), ANSWER_TIMEOUT);
  }

  private open(): PatternWorker | undefined {
    let worker: PatternWorker | undefined;
    try {
      worker = (this.init.openWorker ?? openPatternWorker)();
    } catch {
      // A content security policy without workers may throw here: the same as having none.
    }
    if (!worker) {
      this.goOnWithoutWorker();
      return undefined;
    }
    const failed = (): void => {
      if (worker === this.worker) this.goOnWithoutWorker();
    };
    this.cancel = this.init.clock.schedule(failed, START_TIMEOUT);
    worker.onerror = (event) => {
      event.preventDefault?.();
      failed();
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
    if (more) return this.startTimeout();
    this.jobs.shift();
    this.busy = false;
    this.singly = false;
    job.done();
    this.pump();
  }

  /** The first timeout may be due to a busy machine, or to a text at the end of many. A second one, for a single text, is the expression's fault. */
  private timedOut(): void {
    this.end();
    if (this.singly) return this.refuse(TOO_LONG);
    this.singly = true;
    this.pump();
  }

  private goOnWithoutWorker(): void {
    this.end();
    this.workerless = true;
    if (this.costs.some((cost) => cost(1) > TOLERABLE)) return this.refuse(NO_WORKER);
    for (const { done } of this.jobs.splice(0)) done();
  }

  private refuse(why: string): void {
    this.stop();
    this.singly = false;
    this.init.refused(invalidArgument(why));
  }

  /** Terminates the worker. */
  private end(): void {
    this.cancel?.();
    this.cancel = undefined;
    this.worker?.terminate();
    this.worker = undefined;
    this.ready = false;
    this.busy = false;
  }
}
