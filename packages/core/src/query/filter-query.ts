/** The filter query language: `timeout (level:warn+ | stream:stderr) -healthz /took \d{4,} ms/`. Parses a query to a `LogFilter`. */
import { LOG_LEVELS, type LogLevel } from '../entry.js';
import { LogStreamError } from '../errors.js';
import type { LogFilter } from './filter.js';
import { checkType } from '../lib/arguments.js';
import { compileExpression } from './expression.js';

/** Thrown for a query that cannot be parsed. `kind` is `invalid-argument`. */
export class FilterQueryError extends LogStreamError {
  /** Index of the character at which parsing failed. */
  readonly position: number;

  constructor(message: string, position: number) {
    super('invalid-argument', `${message} (at character ${position + 1})`);
    this.position = position;
  }
}

/** The fields of the language, and the filter condition that each stands for. */
export const FIELDS = {
  level: 'levels',
  stream: 'streams',
  type: 'types',
  step: 'steps',
  source: 'sources',
} as const;
type Field = keyof typeof FIELDS;

const SPACE = /\s+/y;
const WORD = /[^\s()|"]+/y;
const QUOTED = /"((?:[^"\\]|\\.)*)"/sy;
const EXPRESSION = /\/((?:[^/\\]|\\.)+)\//sy;
const FIELD = /([a-z_]+|@[^\s()|",:]+):/iy;
const VALUE = /[^\s()|",]+/y;
/** How deep brackets may be nested; the parser is recursive. */
const MAX_DEPTH = 100;

/** A recursive descent parser. */
class QueryParser {
  private at = 0;
  private depth = 0;

  constructor(private readonly text: string) {}

  parse(): LogFilter {
    this.take(SPACE);
    if (this.at === this.text.length) return {};
    const filter = this.disjunction();
    if (this.at < this.text.length) throw this.error('Unmatched “)”');
    return filter;
  }

  private error(message: string, at = this.at): FilterQueryError {
    return new FilterQueryError(message, at);
  }

  /** Consumes what a sticky pattern matches here. */
  private take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (match) this.at += match[0].length;
    return match;
  }

  /** Consumes `word` if it is the whole next word. */
  private keyword(word: string): boolean {
    return this.peek(word) && this.skip(word.length);
  }

  private mark(mark: string): boolean {
    return this.text[this.at] === mark && this.skip(1);
  }

  private skip(characters: number): true {
    this.at += characters;
    this.take(SPACE);
    return true;
  }

  /** Whether a conjunction ends here. */
  private ended(): boolean {
    return this.at === this.text.length || /[)|]/.test(this.text.charAt(this.at)) || this.peek('OR');
  }

  private disjunction(): LogFilter {
    const any: LogFilter[] = [];
    do any.push(this.conjunction());
    while (this.mark('|') || this.keyword('OR'));
    return any.length === 1 ? (any[0] as LogFilter) : { any };
  }

  private peek(word: string): boolean {
    WORD.lastIndex = this.at;
    return WORD.exec(this.text)?.[0] === word;
  }

  private conjunction(): LogFilter {
    const all: LogFilter[] = [];
    let more: boolean;
    do {
      if (this.ended()) throw this.error('A word is missing here');
      all.push(this.term());
      more = this.keyword('AND');
    } while (more || !this.ended());
    return all.length === 1 ? (all[0] as LogFilter) : { all };
  }

  private term(): LogFilter {
    if (++this.depth > MAX_DEPTH) throw this.error('This is nested too deeply');
    const filter = this.atom();
    this.depth -= 1;
    this.take(SPACE);
    return filter;
  }

  private atom(): LogFilter {
    const start = this.at;
    if (this.keyword('NOT') || (this.text[start] === '-' && (this.at += 1))) {
      const next = this.text[this.at];
      if (next === undefined || /[\s)|]/.test(next))
        throw this.error('Say what to exclude, or put a dash in quotes: "-"', start);
      return { not: this.term() };
    }
    if (this.mark('(')) {
      const filter = this.disjunction();
      if (!this.mark(')')) throw this.error('This bracket is not closed', start);
      return filter;
    }
    const quoted = this.quoted();
    if (quoted !== undefined) {
      if (quoted === '') throw this.error('These quotes are empty', start);
      return { text: quoted };
    }
    return this.expression() ?? this.field() ?? { text: (this.take(WORD) as RegExpExecArray)[0] };
  }

  private quoted(): string | undefined {
    if (this.text[this.at] !== '"') return undefined;
    const match = this.take(QUOTED);
    if (!match) throw this.error('This quote is not closed');
    return (match[1] as string).replace(/\\(["\\])/g, '$1');
  }

  private expression(): LogFilter | undefined {
    const start = this.at;
    const match = this.text[start] === '/' ? this.take(EXPRESSION) : null;
    // Followed by anything else it is a word, such as the path `/api/v1`.
    if (!match || !/^[\s|)]?$/.test(this.text.charAt(this.at))) {
      this.at = start;
      return undefined;
    }
    try {
      compileExpression(match[1] as string, 'im');
    } catch (thrown) {
      throw this.error((thrown as LogStreamError).message, start);
    }
    return { regex: match[1] as string };
  }

  private field(): LogFilter | undefined {
    const start = this.at;
    const match = this.take(FIELD);
    if (!match) return undefined;
    const written = match[1] as string;
    const name = written.toLowerCase();
    const label = name.startsWith('@') && written.slice(1);
    if (!label && !Object.hasOwn(FIELDS, name))
      throw this.error(
        `There is no field “${written}”. Use one of ${Object.keys(FIELDS).join(', ')}, or put text with a colon in quotes`,
        start,
      );
    const values: string[] = [];
    do {
      const value = this.quoted() ?? this.take(VALUE)?.[0];
      if (!value) throw this.error(`A value is missing after “${match[0]}”`);
      values.push(value);
    } while (this.text[this.at] === ',' && ++this.at);
    if (label) return { labels: { [label]: values } };
    return name === 'level' ? this.levels(values, start) : { [FIELDS[name as Field]]: values };
  }

  private levels(values: readonly string[], at: number): LogFilter {
    const [only = ''] = values;
    const level = (value: string): LogLevel => {
      const found = LOG_LEVELS.find((each) => each === value.toLowerCase());
      if (!found) throw this.error(`There is no level “${value}”. Use one of ${LOG_LEVELS.join(', ')}`, at);
      return found;
    };
    if (values.length === 1 && only.endsWith('+')) return { minLevel: level(only.slice(0, -1)) };
    return { levels: values.map(level) };
  }
}

/**
 * Parses a query. All words must occur in the message, in any order; `|` or `OR` between words requires only one of them;
 * `-` or `NOT` excludes a word. `"several words"` is a phrase, `(…)` groups, `/…/` is a regular expression.
 * Fields: `level:error`, `level:warn+` (this severity or higher), `stream:`, `type:`, `step:` and `source:`, each with one or several
 * values (`level:warn,error`). Case is ignored. `@pod:web-1` is any other label with exactly this value. An empty query is an empty filter.
 * Throws {@link FilterQueryError}, or `invalid-argument` for anything but a string.
 */
export function parseFilterQuery(query: string): LogFilter {
  checkType('query', query ?? null, 'string');
  return new QueryParser(query).parse();
}
