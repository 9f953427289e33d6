import { parseStamp } from '../lib/stamp.js';
import type { Moment } from '../lib/stamp.js';
import { json } from './responses.js';

interface Issue {
  readonly loc: readonly ['query', string];
  readonly msg: string;
  readonly type: string;
}

/** Reads query parameters and collects everything wrong with them for one 422 answer. */
export class QueryReader {
  readonly #issues: Issue[] = [];

  constructor(private readonly query: URLSearchParams) {}

  int(name: string, fallback: number, least: number, most = Infinity): number {
    const text = this.query.get(name);
    if (text === null) return fallback;
    const value = Number(text);
    if (!/^[+-]?\d+$/.test(text.trim())) this.#refuse(name, 'Input should be a valid integer', 'int_parsing');
    else if (value < least) {
      this.#refuse(name, `Input should be greater than or equal to ${least}`, 'greater_than_equal');
    } else if (value > most)
      this.#refuse(name, `Input should be less than or equal to ${most}`, 'less_than_equal');
    return value;
  }

  oneOf<T extends string>(name: string, allowed: readonly T[]): T | undefined {
    const text = this.query.get(name);
    if (text === null) return undefined;
    const found = allowed.find((value) => value === text);
    if (found === undefined) this.#refuse(name, `Input should be one of: ${allowed.join(', ')}`, 'enum');
    return found;
  }

  text(name: string): string | undefined {
    return this.query.get(name) ?? undefined;
  }

  moment(name: string): Moment | undefined {
    const text = this.query.get(name);
    if (text === null) return undefined;
    const moment = parseStamp(text);
    if (!moment) {
      this.#refuse(
        name,
        'Input should be a valid ISO 8601 timestamp; a + in it must be URL-encoded as %2B',
        'datetime_parsing',
      );
    }
    return moment;
  }

  /** The 422 answer, or undefined if all parameters were valid. */
  refusal(): Response | undefined {
    return this.#issues.length > 0 ? json({ detail: this.#issues }, 422) : undefined;
  }

  #refuse(name: string, msg: string, type: string): void {
    this.#issues.push({ loc: ['query', name], msg, type });
  }
}
