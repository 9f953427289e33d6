import { toLogStreamError } from '../errors.js';
import { late } from '../lib/late.js';
import type { PatternGuard, PatternGuardInit } from './pattern-guard.js';

export const patternGuard = /* @__PURE__ */ late(
  'regular expressions',
  async () => (await import('./pattern-guard.js')).PatternGuard,
);

/**
 * A {@link PatternGuard} whose code is loaded with the first expression, because most users never type one. Until it is loaded, `evaluate`
 * has no result for any text.
 */
export class LatePatternGuard {
  private patterns: readonly RegExp[] = [];
  private guard: PatternGuard | undefined;
  /** Increases when the expressions change, so that earlier questions are dropped. */
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

  /** See {@link PatternGuard.use}. */
  use(patterns: readonly RegExp[]): void {
    this.turn += 1;
    this.patterns = patterns;
    if (patterns.length > 0 && patternGuard.here) this.guard ??= new patternGuard.here(this.init);
    this.guard?.use(patterns);
  }

  /** See {@link PatternGuard.stop}. */
  stop(): void {
    this.turn += 1;
    this.patterns = [];
    this.guard?.stop();
  }

  /** See {@link PatternGuard.evaluate}. */
  evaluate<T>(
    index: number,
    text: string,
    run: () => T,
    read: (places: readonly number[]) => T,
  ): T | undefined {
    if (this.guard) return this.guard.evaluate(index, text, run, read);
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
        // The caller tries again: cheap texts have a result now, and for the others it asks again.
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
