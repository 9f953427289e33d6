/**
 * An upper bound on the steps of a regular expression, derived from its source alone, so that expressions that are certainly cheap may run
 * on the main thread. A backtracking engine tries every way to distribute a text over the repetitions, so those ways are counted, and
 * the steps along each of them.
 */
import { areDisjoint } from './are-disjoint.js';

/** At most `factor · n^degree` for a text of `n` characters. */
interface Growth {
  readonly factor: number;
  readonly degree: number;
}

/** A part of an expression. */
interface Part {
  /** Ways to match a text from a given place on. */
  readonly ways: Growth;
  /** Steps that are taken to try them all. */
  readonly steps: Growth;
  /** Characters that are matched outside of unbounded repetitions, at most. */
  readonly width: number;
  /** What the unbounded repetitions are made of: one of these characters each. */
  readonly runs: readonly RegExp[];
  /** Every match begins with one of these characters. */
  readonly first?: RegExp | undefined;
  /** Every match begins after one of these characters, or at the beginning of the text. */
  readonly after?: RegExp | undefined;
  /** It contains assertions about a part of the text of any length, which is read again for each place that they are tried at. */
  readonly peeks?: boolean | undefined;
  /** It ends with an unbounded repetition of this single character: if what follows cannot be one, there is no choice where it ends. */
  readonly tail?: RegExp | undefined;
}

const ONCE: Growth = { factor: 1, degree: 0 };
const LINEAR: Growth = { factor: 1, degree: 1 };
const ENDLESS: Growth = { factor: Infinity, degree: 0 };

const ANY = /[^]/;
const LINE_ENDS = /[\n\r\u2028\u2029]/;

const NOTHING: Part = { ways: ONCE, steps: ONCE, width: 0, runs: [] };
const SINGLE: Part = { ways: ONCE, steps: ONCE, width: 1, runs: [] };
const UNBOUNDED: Part = { ways: ENDLESS, steps: ENDLESS, width: 0, runs: [] };

const QUANTIFIER = /(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/y;
const ESCAPE = /\\(?:([1-9]\d*|k<[^>]*>)|[pPu]\{[^}]*\}|u[\da-f]{4}|x[\da-f]{2}|c[a-z]|.)/isy;
const CLASS = /\[(?:\\.|[^\]\\])*\]/sy;
const OPENING = /\((?:\?(?:[:=!]|<[=!]|<[^>]*>))?/y;

function plus(a: Growth, b: Growth): Growth {
  return { factor: a.factor + b.factor, degree: Math.max(a.degree, b.degree) };
}

function times(a: Growth, b: Growth): Growth {
  return { factor: a.factor * b.factor, degree: a.degree + b.degree };
}

function power(base: Growth, exponent: number): Growth {
  return { factor: base.factor ** exponent, degree: base.degree * exponent };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

function sequence(a: Part, b: Part): Part {
  const certain = a.tail !== undefined && b.first !== undefined && areDisjoint(a.tail, b.first);
  const ways = certain ? { ...a.ways, degree: a.ways.degree - 1 } : a.ways;
  return {
    ways: times(ways, b.ways),
    steps: plus(a.steps, times(ways, b.steps)),
    width: a.width + b.width,
    runs: [...a.runs, ...b.runs],
    peeks: a.peeks || b.peeks,
    first: a.first,
    after: a.after,
    tail: b.tail,
  };
}

function alternation(branches: readonly Part[]): Part {
  if (branches.length === 1) return branches[0] as Part;
  // Branches that begin with different characters exclude each other.
  const exclusive = branches.every(({ first }, at) =>
    branches.slice(0, at).every((other) => first && other.first && areDisjoint(first, other.first)),
  );
  const factors = branches.map(({ ways }) => ways.factor);
  return {
    ways: {
      factor: exclusive ? Math.max(...factors) : sum(factors),
      degree: Math.max(...branches.map(({ ways }) => ways.degree)),
    },
    steps: branches.map(({ steps }) => steps).reduce(plus),
    width: Math.max(...branches.map(({ width }) => width)),
    runs: branches.flatMap(({ runs }) => runs),
    peeks: branches.some(({ peeks }) => peeks),
  };
}

/** `body` repeated `least` to `most` times. */
function repeat(body: Part, least: number, most: number): Part {
  const { ways, steps, width, runs, peeks } = body;
  const single = ways.factor === 1 && ways.degree === 0;
  if (most === 0) return NOTHING;
  if (most === Infinity) {
    if (!single) return UNBOUNDED;
    // The rounds go along the text once, so their steps add up to those of the longest, except for what they read ahead.
    const along = { ...steps, degree: Math.max(steps.degree, 1) };
    return { ways: LINEAR, steps: peeks ? times(steps, LINEAR) : along, width, runs, peeks };
  }
  const rounds = { factor: most, degree: 0 };
  // It either stops after a round or goes on, and in each it has all ways of the body.
  const round = single ? ONCE : { ...ways, factor: ways.factor + (least < most ? 1 : 0) };
  return {
    ways: single ? { factor: most - least + 1, degree: 0 } : power(round, most),
    steps: times(times(steps, power(round, most - 1)), rounds),
    width: width * most,
    runs,
    peeks,
  };
}

/** Parses just enough of an expression to count its ways and steps. */
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
  alternatives(): Part {
    const branches: Part[] = [];
    let branch: Part | undefined;
    for (;;) {
      const next = this.source[this.at];
      if (next === undefined || next === ')' || next === '|') {
        branches.push(branch ?? NOTHING);
        branch = undefined;
        if (next !== '|') return alternation(branches);
        this.at += 1;
        continue;
      }
      const term = this.term();
      branch = branch ? sequence(branch, term) : term;
    }
  }

  private term(): Part {
    const start = this.at;
    const atom = this.atom();
    const end = this.at;
    const match = this.take(QUANTIFIER);
    if (!match) return atom;
    const [text, digits, comma, most] = match;
    const least = digits === undefined ? (text.startsWith('+') ? 1 : 0) : Number(digits);
    const bounded = most || (digits !== undefined && !comma);
    const limit = text.startsWith('?') ? 1 : bounded ? Number(most || digits) : Infinity;
    const repeated = repeat(atom, least, limit);
    const isRun = limit === Infinity && this.source[start] !== '(' && atom.runs.length === 0;
    const run = isRun ? new RegExp(this.source.slice(start, end), this.flags) : undefined;
    return {
      ...repeated,
      runs: limit === Infinity ? [run ?? ANY] : repeated.runs,
      first: least > 0 ? atom.first : undefined,
      tail: run,
    };
  }

  private atom(): Part {
    const opening = this.take(OPENING);
    if (opening) {
      const inside = this.alternatives();
      this.at += 1;
      if (!/[=!]/.test(opening[0])) return inside;
      // An assertion is tried once, and what follows it does not begin where its match does, or ends.
      const peeks = inside.peeks || inside.steps.degree > 0;
      return { ways: ONCE, steps: inside.steps, width: inside.width, runs: inside.runs, peeks };
    }
    const escape = this.take(ESCAPE);
    // A back reference is compared character by character.
    if (escape?.[1] !== undefined) return { ...SINGLE, steps: LINEAR, runs: [ANY] };
    if (escape) return /^\\[dDsSwW!-/:-@[-^`{-~]$/.test(escape[0]) ? this.single(escape[0]) : SINGLE;
    const set = this.take(CLASS);
    if (set) return this.single(set[0]);
    const literal = this.source[this.at++] as string;
    if (literal === '^') return { ...NOTHING, after: LINE_ENDS };
    return /^[\x20-\x7e]$/.test(literal) && literal !== '$' ? this.single(literal) : SINGLE;
  }

  /** One character of a set. */
  private single(source: string): Part {
    return { ...SINGLE, first: new RegExp(source, this.flags) };
  }
}

/**
 * Roughly the most steps that `pattern` may take on a text of `length` characters; Infinity if a repetition can match in exponentially
 * many ways (`(a+)+`).
 */
export function patternCost(pattern: RegExp): (length: number) => number {
  const { source, flags } = pattern;
  // The parser does not understand the nested sets of the flag `v`, nor groups with flags of their own, such as `(?i:`.
  const { steps, width, runs, first, after } =
    flags.includes('v') || /\(\?[a-z-]+:/.test(source)
      ? UNBOUNDED
      : new PatternParser(source, flags.replace(/[gy]/g, '')).alternatives();
  const { factor, degree } = steps;
  const begin = first ?? after;
  // The engine may start at each character. But if no run goes past a character where the next match may begin, matches share only what
  // the other parts reach: all together take no more steps than one that goes along the whole text, times the starts within reach.
  if (begin !== undefined && runs.every((run) => areDisjoint(run, begin)))
    return (length) => factor * (Math.min(width, length) + 1) * (length + 1) ** Math.max(degree, 1);
  return (length) => factor * (length + 1) ** (degree + 1);
}
