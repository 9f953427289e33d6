/** A small parser for `--name value` command lines. It knows no commands; its {@link UsageError} says what to write instead. */
import { UsageError } from '../usage-error.js';
import type { CommandName } from './command.js';
import { didYouMean } from './did-you-mean.js';

/**
 * What a flag takes:
 * - `switch`: nothing; `--name` turns it on and `--no-name` off.
 * - `value`: one value; if repeated, the last one counts.
 * - `list`: one value or several, up to the next flag; may be repeated.
 */
export type FlagKind = 'switch' | 'value' | 'list';

/** The flags of a command by name, without the dashes. */
export type FlagTable = Readonly<Record<string, FlagKind>>;

/** A parsed command line. */
export interface ParsedFlags {
  readonly switches: ReadonlyMap<string, boolean>;
  readonly values: ReadonlyMap<string, string>;
  readonly lists: ReadonlyMap<string, readonly string[]>;
  /** Words that belong to no flag, in order. */
  readonly operands: readonly string[];
  /** Everything after a bare `--`; undefined if there is none. */
  readonly rest: readonly string[] | undefined;
}

const isFlag = (text: string): boolean => text.startsWith('-') && text !== '-';

/** Parses `argv` according to `table`. A value that begins with a dash is written `--name=-value`. */
export function parseFlags(argv: readonly string[], table: FlagTable, command: CommandName): ParsedFlags {
  const switches = new Map<string, boolean>();
  const values = new Map<string, string>();
  const lists = new Map<string, string[]>();
  const operands: string[] = [];
  const end = argv.indexOf('--');
  const own = end < 0 ? argv : argv.slice(0, end);

  for (let i = 0; i < own.length; i++) {
    const word = own[i] as string;
    if (!isFlag(word)) {
      operands.push(word);
      continue;
    }
    const { name, inline, off } = readName(word, table, command);
    const kind = table[name];
    if (kind === 'switch') {
      if (inline !== undefined)
        throw new UsageError(`--${name} takes no value: write --${name} or --no-${name}.`, command);
      switches.set(name, !off);
      continue;
    }
    const given: string[] = inline === undefined ? [] : [inline];
    const most = kind === 'list' && inline === undefined ? Infinity : 1;
    while (given.length < most && i + 1 < own.length && !isFlag(own[i + 1] as string))
      given.push(own[++i] as string);
    const last = given.at(-1);
    if (last === undefined || last === '')
      throw new UsageError(
        `--${name} needs a value: write --${name} VALUE, or --${name}=VALUE if it begins with a dash.`,
        command,
      );
    if (kind === 'list') lists.set(name, [...(lists.get(name) ?? []), ...given]);
    else values.set(name, last);
  }
  return { switches, values, lists, operands, rest: end < 0 ? undefined : argv.slice(end + 1) };
}

/** The value of a flag as `read` reads it; undefined if there is none. */
export function valueOf<T>({ values }: ParsedFlags, name: string, read: (text: string) => T): T | undefined {
  const text = values.get(name);
  return text === undefined ? undefined : read(text);
}

interface FlagName {
  readonly name: string;
  readonly inline: string | undefined;
  readonly off: boolean;
}

function readName(word: string, table: FlagTable, command: CommandName): FlagName {
  if (word === '-h') return { name: 'help', inline: undefined, off: false };
  const equals = word.indexOf('=');
  const typed = word.slice(0, equals < 0 ? undefined : equals).replace(/^--?/, '');
  const inline = equals < 0 ? undefined : word.slice(equals + 1);
  if (word.startsWith('--') && Object.hasOwn(table, typed)) return { name: typed, inline, off: false };
  const positive = typed.startsWith('no-') ? typed.slice(3) : undefined;
  if (
    word.startsWith('--') &&
    positive !== undefined &&
    Object.hasOwn(table, positive) &&
    table[positive] === 'switch'
  )
    return { name: positive, inline, off: true };
  const end = didYouMean(typed, Object.keys(table), '--');
  throw new UsageError(`Unknown option${shown(word, typed)}${end}`, command);
}

/** What was typed, unless it does not look like a name: then it may be a misplaced secret, which must not be printed. */
function shown(word: string, typed: string): string {
  return /^[a-z][a-z-]{0,23}$/i.test(typed) ? ` ${word.startsWith('--') ? '--' : '-'}${typed}` : '';
}
