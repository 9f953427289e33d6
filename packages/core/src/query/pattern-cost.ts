/**
 * An upper bound on the steps of a regular expression, derived from its source alone, so that expressions that are certainly cheap may run
 * on the main thread. A backtracking engine tries every way to distribute a text over the repetitions, so those ways are counted.
 */

/** Number of ways to match a text of `n` characters: at most `factor · n^degree`. */
interface Ways {
  readonly factor: number;
  readonly degree: number;
  /** The ASCII character that every match begins with, if there is one: branches with different ones exclude each other. */
  readonly first?: string | undefined;
  /** The expression ends with an unbounded repetition of this single character: if what follows cannot be one, there is no choice where it ends. */
  readonly tail?: RegExp | undefined;
  /** It contains such a repetition without a choice. Each way still takes steps along it. */
  readonly along?: boolean | undefined;
}

const ONE: Ways = { factor: 1, degree: 0 };
const UNBOUNDED: Ways = { factor: Infinity, degree: 0 };

const QUANTIFIER = /(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/y;
const ESCAPE = /\\(?:([1-9]\d*|k<[^>]*>)|[pPu]\{[^}]*\}|u[\da-f]{4}|x[\da-f]{2}|c[a-z]|.)/isy;
const CLASS = /\[(?:\\.|[^\]\\])*\]/sy;
const OPENING = /\((?:\?(?:[:=!]|<[=!]|<[^>]*>|[a-z-]*:))?/y;

function sequence(a: Ways, b: Ways): Ways {
  const certain = a.tail !== undefined && b.first !== undefined && !a.tail.test(b.first);
  return {
    factor: a.factor * b.factor,
    degree: a.degree + b.degree - (certain ? 1 : 0),
    first: a.first,
    tail: b.tail,
    along: certain || a.along || b.along,
  };
}

function alternation(branches: readonly Ways[]): Ways {
  if (branches.length === 1) return branches[0] as Ways;
  const firsts = new Set(branches.map(({ first }) => first?.toLowerCase()));
  const exclusive = firsts.size === branches.length && !firsts.has(undefined);
  const factors = branches.map(({ factor }) => factor);
  return {
    factor: exclusive ? Math.max(...factors) : factors.reduce((sum, factor) => sum + factor, 0),
    degree: Math.max(...branches.map(({ degree }) => degree)),
    along: branches.some(({ along }) => along),
  };
}

/** `body` repeated `least` to `most` times. */
function repeat(body: Ways, least: number, most: number): Ways {
  const { along } = body;
  const single = body.factor === 1 && body.degree === 0;
  if (most === Infinity) return single ? { factor: 1, degree: 1, along } : UNBOUNDED;
  if (single) return { factor: most - least + 1, degree: 0, along };
  if (most === 1) return { ...body, factor: body.factor + 1 - least };
  return { factor: (body.factor + (least < most ? 1 : 0)) ** most, degree: body.degree * most, along };
}

/** Parses just enough of an expression to count its ways. */
class PatternParser {
  private at = 0;

  constructor(
    private readonly source: string,
    private readonly flags: string,
  ) {}

  private take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.source);
    if (match) this.at += match[0].length;
    return match;
  }

  /** Parses branches up to a closing bracket or the end. */
  alternatives(): Ways {
    const branches: Ways[] = [];
    let ways: Ways | undefined;
    for (;;) {
      const next = this.source[this.at];
      if (next === undefined || next === ')' || next === '|') {
        branches.push(ways ?? ONE);
        ways = undefined;
        if (next !== '|') return alternation(branches);
        this.at += 1;
        continue;
      }
      const term = this.term();
      ways = ways ? sequence(ways, term) : term;
    }
  }

  private term(): Ways {
    const start = this.at;
    const atom = this.atom();
    const end = this.at;
    const match = this.take(QUANTIFIER);
    if (!match) return atom;
    const [text, digits, comma, most] = match;
    const least = digits === undefined ? (text.startsWith('+') ? 1 : 0) : Number(digits);
    const bounded = most || (digits !== undefined && !comma);
    const limit = text.startsWith('?') ? 1 : bounded ? Number(most || digits) : Infinity;
    const ways = repeat(atom, least, limit);
    const character = this.source[start] !== '(' && limit === Infinity && ways.degree === 1;
    return {
      ...ways,
      first: least > 0 ? atom.first : undefined,
      tail: character ? new RegExp(this.source.slice(start, end), this.flags) : undefined,
    };
  }

  private atom(): Ways {
    if (this.take(OPENING)) {
      const inside = this.alternatives();
      this.at += 1;
      return inside;
    }
    // A back reference is compared character by character.
    const escape = this.take(ESCAPE);
    if (escape?.[1] !== undefined) return { factor: 1, degree: 1 };
    if (escape) return /^\\[!-/:-@[-^`{-~]$/.test(escape[0]) ? { ...ONE, first: escape[0].slice(1) } : ONE;
    if (this.take(CLASS)) return ONE;
    const literal = this.source[this.at++] as string;
    return /^[\x20-\x7e]$/.test(literal) && !'^$.'.includes(literal) ? { ...ONE, first: literal } : ONE;
  }
}

/**
 * Roughly the most steps that `pattern` may take on a text of `length` characters; Infinity if a repetition can match in exponentially
 * many ways (`(a+)+`).
 */
export function patternCost(pattern: RegExp): (length: number) => number {
  const { source, flags } = pattern;
  // The parser does not understand the nested sets of the flag `v`.
  const { factor, degree, along } = flags.includes('v')
    ? UNBOUNDED
    : new PatternParser(source, flags.replace(/[gy]/g, '')).alternatives();
  // The engine may start at each character, try each way, and step through the whole expression.
  return (length) => source.length * factor * (length + 1) ** (1 + degree + (along ? 1 : 0));
}
