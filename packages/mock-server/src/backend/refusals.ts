import type { BackendName } from './backend-name.js';

/** What is refused: streams being opened, REST calls, or both. */
export type RefusalScope = 'stream' | 'rest' | 'all';

/** Which of the next requests are refused, and how. */
export interface Refusal {
  /** How many requests; Infinity: all from now on. Default 1. */
  readonly count?: number;
  /** HTTP status, or 0 to drop the connection without a response. Default 503. */
  readonly status?: number;
  /** Seconds (a number) or a date for `Retry-After`. */
  readonly retryAfter?: number | string;
  /** Answer with an HTML page, as proxies do, instead of JSON. Default false. */
  readonly html?: boolean;
  readonly backend?: BackendName;
  /** Default `stream`. */
  readonly scope?: RefusalScope;
}

/** Pending refusals, oldest first. */
export class Refusals {
  #due: { refusal: Refusal; left: number }[] = [];

  get pending(): number {
    return this.#due.reduce((sum, { left }) => sum + left, 0);
  }

  add(refusal: Refusal): void {
    this.#due.push({ refusal, left: refusal.count ?? 1 });
  }

  clear(): void {
    this.#due = [];
  }

  /** Takes the refusal that is due for this request, if any. */
  take(backend: BackendName, kind: 'stream' | 'rest'): Refusal | undefined {
    const entry = this.#due.find(({ refusal }) => {
      const scope = refusal.scope ?? 'stream';
      return (refusal.backend ?? backend) === backend && (scope === 'all' || scope === kind);
    });
    if (!entry) return undefined;
    entry.left--;
    if (entry.left <= 0) this.#due = this.#due.filter((other) => other !== entry);
    return entry.refusal;
  }
}
