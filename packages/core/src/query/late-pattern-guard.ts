import { toLogStreamError } from '../errors.js';
import { late } from '../lib/late.js';
import type { PatternGuard, PatternGuardInit } from './pattern-guard.js';

export const patternGuard = /* @__PURE__ */ late(
  'regular expressions',
  async () => (await import('./pattern-guard.js')).PatternGuard,
);

/** A {@link PatternGuard} that comes with the first expression: most readers never use one. Until it is there, every text has to be asked for. */
export class LatePatternGuard {
  private patterns: readonly RegExp[] = [];
  private guard: PatternGuard | undefined;
  /** Grows with every change: what was asked before it is not wanted any more. */
  private turn = 0;

  constructor(private readonly init: PatternGuardInit) {}

  /** Whether any expression is in use. */
  get active(): boolean {
    return this.guard ? this.guard.active : this.patterns.length > 0;
  }

  /** See {@link PatternGuard.cheapLength}. */
  get cheapLength(): number {
    return this.guard?.cheapLength ?? 0;
  }

  /** From now on these. */
  use(patterns: readonly RegExp[]): void {
    this.turn += 1;
    this.patterns = patterns;
    if (patterns.length > 0 && patternGuard.here) this.guard ??= new patternGuard.here(this.init);
    this.guard?.use(patterns);
  }

  /** Forgets what was asked. */
  stop(): void {
    this.turn += 1;
    this.patterns = [];
    this.guard?.stop();
  }

  /** See {@link PatternGuard.look}. */
  look<T>(index: number, text: string, run: () => T, read: (places: readonly number[]) => T): T | undefined {
    if (this.guard) return this.guard.look(index, text, run, read);
    return this.patterns[index] ? undefined : run();
  }

  /** See {@link PatternGuard.ask}. */
  ask(texts: readonly string[], done: () => void): void {
    if (this.guard) return this.guard.ask(texts, done);
    const { turn } = this;
    patternGuard.load().then(
      () => {
        if (turn !== this.turn) return;
        if (!this.guard) {
          this.use(this.patterns);
          this.turn = turn;
        }
        // What is cheap runs at once now; whatever is not is asked for again.
        done();
      },
      (thrown: unknown) => {
        if (turn !== this.turn) return;
        this.stop();
        this.init.refused(toLogStreamError(thrown, 'network', 'This expression cannot be run'));
      },
    );
  }
}
