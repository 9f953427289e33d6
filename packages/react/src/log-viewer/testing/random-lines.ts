/**
 * Lines of every kind, each made together with what is to be seen of it: nothing here reads a line as the viewer does, so
 * that both cannot be wrong in the same way.
 */
import { LOG_LEVELS, type LogLevel, type LogLine } from '@tailrace/core';
import type { Dice } from './dice.js';

/** A line, and what is to be seen of it. */
export interface MadeLine {
  readonly line: LogLine & { readonly level: LogLevel; readonly labels: Readonly<Record<string, string>> };
  /** Its message as it is shown and copied. */
  readonly shown: string;
  /** Names of what cannot be seen in it. */
  readonly glyphs: readonly string[];
  /** The JSON that lies behind the disclosure: its metadata, and what its message holds. */
  readonly json: readonly object[];
  /** The colour that its first character is given, one of the sixteen; undefined: it has the one that its source went on with. */
  readonly begins?: number;
  /** The colour that its source goes on with: one of the sixteen, none, or the one that there was. */
  readonly leaves: number | 'none' | 'as before';
}

interface Words extends Partial<Omit<MadeLine, 'line'>> {
  readonly message: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

const ESC = '\u001b[';
const NAMES = ['alpha', 'beta', 'gamma needle', 'delta', 'Needle x', 'needle,needle'] as const;

const KINDS: readonly ((at: number, dice: Dice) => Words)[] = [
  (at, dice) => ({ message: `n${dice.below(100)} ${dice.pick(NAMES)} line ${at}` }),
  (at, dice) => ({
    message: `n${dice.below(100)} ${dice.pick(NAMES)} ${'word '.repeat(dice.below(300))}${at}`,
  }),
  () => ({ message: 'the same again' }),
  () => ({ message: '' }),
  (at) => ({ message: `<b onclick="alert(1)">needle</b> &amp; ${at} \${x}` }),
  (at) => ({ message: `see https://example.com/needle?a=${at} there` }),
  (at, dice) => ({ message: `first ${at}\n  second needle\n${dice.pick(NAMES)}` }),
  (at) => ({
    message: `{"at":${at},"needle":[1,2,{"x":"alpha"}]}`,
    json: [{ at, needle: [1, 2, { x: 'alpha' }] }],
  }),
  (at) => {
    const metadata = { needle: at, list: [1, 2, 3] };
    return { message: `with more ${at}`, metadata, json: [metadata] };
  },
  (at) => ({
    message: `${ESC}31mred need${ESC}1mle${ESC}0m ${at}`,
    shown: `red needle ${at}`,
    begins: 1,
    leaves: 'none',
  }),
  (at, dice) => {
    const color = 1 + dice.below(6);
    return {
      message: `plain? ${ESC}0;3${color}mcolour ${at} goes on`,
      shown: `plain? colour ${at} goes on`,
      leaves: color,
    };
  },
  (at) => ({ message: `${at} and back${ESC}0m`, shown: `${at} and back`, leaves: 'none' }),
  (at) => ({ message: `\u001b]0;title\u0007needle ${at}`, shown: `needle ${at}` }),
  (at) => ({ message: `progress 10 %\rprogress 99 % ${at}`, shown: `progress 99 % ${at}` }),
  (at) => ({ message: `user \u202egpj.exe needle\u202c ${at}\u200b`, glyphs: ['RLO', 'PDF', 'ZWSP'] }),
  (at) => ({ message: `zeros \u0000\u0000\u0000 needle ${at}`, glyphs: ['NUL×3'] }),
  (at) => ({ message: `مرحبا needle 漢字 👍🏽 ${at}` }),
  (at) => ({ message: `${'x'.repeat(12_000)} needle ${at}` }),
];
/** The first are most of a log. */
const WEIGHTS = [12, 3, 3];

const BAG = KINDS.flatMap((kind, index) => Array.from({ length: WEIGHTS[index] ?? 1 }, () => kind));
const START = Date.UTC(2026, 10, 3, 9, 41, 7);

/** The time of a line, for lines that have one. */
export const timeOfLine = (at: number): number => START + at * 137;

/** The line `at` of a log. */
export function randomLine(at: number, dice: Dice): MadeLine {
  const { message, metadata, ...words } = dice.pick(BAG)(at, dice);
  const step = dice.pick(['', '', '', 'build', 'deploy']);
  const line = {
    message,
    level: dice.below(3) === 0 ? dice.pick(LOG_LEVELS) : 'info',
    labels: {
      ...(step === '' ? {} : { step_name: step }),
      ...(dice.below(4) === 0 ? { stream: 'stderr' } : {}),
    },
    ...(dice.below(12) === 0 ? {} : { timestamp: new Date(timeOfLine(at)).toISOString() }),
    ...(metadata === undefined ? {} : { metadata }),
  } as const;
  return { line, shown: message, glyphs: [], json: [], leaves: 'as before', ...words };
}
