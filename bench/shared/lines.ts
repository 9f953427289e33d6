/**
 * The log that every bench reads: lines of about 160 characters, a tenth of them coloured, one in fifty of 2,000 characters, with
 * known words in known lines. The same seed gives the same log.
 */
import { createRandom } from './random.ts';

/** One line, as a server would send it. */
export interface BenchLine {
  readonly id: string;
  readonly timestamp: string;
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** Options of the generated lines. */
export interface LineOptions {
  readonly seed?: number;
  /** Characters of a normal message. Default 160. */
  readonly length?: number;
  /** One line in this many is 2,000 characters long; 0: none. Default 50. */
  readonly longEvery?: number;
}

/** Words with known places: in one line of 9,973, in every third line, in none. */
export const TERMS = { rare: 'Needle-7f3a', common: 'request', absent: 'zebra crossing' } as const;

const RARE_EVERY = 9_973;
const LONG = 2_000;
const WORDS =
  'worker queue flush commit index shard replica lease token cache miss evict render layout parse decode socket frame retry backoff upstream gateway timeout handler payload schema migrate deploy healthy degraded latency budget percentile'.split(
    ' ',
  );
const LEVELS = ['info', 'info', 'debug', 'info', 'info', 'warn', 'info', 'info', 'info', 'error'] as const;
const COLOURS = ['\u001b[32m', '\u001b[1;33m', '\u001b[38;5;208m', '\u001b[31m'];
const START = Date.UTC(2026, 0, 15);
const BODIES = 512;

function words(random: () => number, length: number): string {
  let text = '';
  while (text.length < length) text += `${WORDS[Math.floor(random() * WORDS.length)]} `;
  return text.slice(0, length);
}

/** Every line `n` begins with this. */
export const serialOf = (n: number): string => `#${String(n).padStart(7, '0')}`;

function padded(n: number, digits: number): string {
  return String(n).padStart(digits, '0');
}

/** Returns a function that makes line `n`, in any order. */
export function createLines({ seed = 1, length = 160, longEvery = 50 }: LineOptions = {}): (
  n: number,
) => BenchLine {
  const random = createRandom(seed);
  const short = Array.from({ length: BODIES }, () => words(random, length));
  const long = Array.from({ length: 16 }, () => words(random, LONG));
  return (n) => {
    const head = `${serialOf(n)} ${n % 3 === 0 ? `${TERMS.common} ` : ''}${n % RARE_EVERY === 17 ? `${TERMS.rare} ` : ''}`;
    const isLong = longEvery > 0 && n % longEvery === 7;
    const body = isLong ? (long[n % long.length] as string) : (short[(n * 7) % BODIES] as string);
    const size = isLong ? LONG : length;
    let message = head + body.slice(0, Math.max(0, size - head.length));
    if (n % 10 === 4)
      message = `${head}${COLOURS[n % COLOURS.length]}${message.slice(head.length, size - 16)}\u001b[0m`;
    return {
      id: `log-${n}`,
      timestamp: `${new Date(START + Math.floor(n / 4)).toISOString().slice(0, -1)}${padded((n % 4) * 250, 3)}Z`,
      level: LEVELS[n % LEVELS.length] as BenchLine['level'],
      message,
      labels: { step_name: WORDS[Math.floor(n / 50) % 5] as string, log_type: 'coding' },
    };
  };
}

/** Lines made at once, so that the JSON text of a batch is freed soon. */
const BATCH = 1_000;

/**
 * Lines `from … from + count` as from a server: parsed from JSON, so that each text is a flat string. A concatenated string would be a
 * rope, which takes more memory and is flattened by its first reader.
 */
export function makeLines(count: number, options: LineOptions = {}, from = 0): BenchLine[] {
  const line = createLines(options);
  const made: BenchLine[] = [];
  for (let start = from; start < from + count; start += BATCH) {
    const size = Math.min(BATCH, from + count - start);
    const text = JSON.stringify(Array.from({ length: size }, (_, at) => line(start + at)));
    for (const parsed of JSON.parse(text) as BenchLine[]) made.push(parsed);
  }
  return made;
}
