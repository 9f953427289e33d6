/** The lines of a chunk, packed field by field. Entries are rebuilt when they are read, and are equal to those that were packed. */
import type { LogEntry, LogItem, LogLevel } from '../entry.js';
import { ConstantColumn, packFew, PlainColumn, type Column, type CountedColumn } from './column.js';
import { entryMaker } from './entry-maker.js';
import type { LabelPool } from './label-pool.js';
import { packObjects } from './object-column.js';
import { packColumn, type KnownColumn } from './pack-column.js';
import { PackedBlock } from './packed-block.js';
import { MOST_CHARACTERS } from './string-column.js';
import { TextColumn } from './text-column.js';

type Labels = Readonly<Record<string, string>>;

class SequenceColumn implements Column<number> {
  constructor(
    private readonly first: number,
    private readonly step: number,
  ) {}

  at(index: number): number {
    return this.first + index * this.step;
  }
}

/** See the file's head. */
export class PackedLines<Raw = unknown> {
  private constructor(
    readonly length: number,
    readonly firstSeq: number,
    readonly step: number,
    readonly messages: TextColumn,
    readonly levels: CountedColumn<LogLevel>,
    readonly labels: CountedColumn<Labels>,
    readonly times: Column<number | undefined>,
    private readonly entries: Column,
    /** Bytes of large server objects, by index. */
    private readonly heavy: ReadonlyMap<number, number> | undefined,
  ) {}

  /** Packs items; undefined if they are not evenly spaced lines, too long, or too different to gain anything. */
  static of<Raw>(
    items: readonly LogItem<Raw>[],
    step: number,
    pool: LabelPool,
    heavy?: ReadonlyMap<number, number>,
  ): PackedLines<Raw> | undefined {
    const firstSeq = items[0]?.seq ?? 0;
    const sequence = new SequenceColumn(firstSeq, step);
    const size = items.length;
    const messages = new Array<string>(size);
    const levels = new Array<LogLevel>(size);
    const labels = new Array<Labels>(size);
    const times = new Array<number | undefined>(size);
    let characters = 0;
    for (let at = 0; at < size; at++) {
      const item = items[at] as LogItem<Raw>;
      if (item.kind !== 'log' || item.seq !== sequence.at(at)) return undefined;
      messages[at] = item.message;
      characters += item.message.length;
      levels[at] = item.level;
      labels[at] = pool.share(item.labels);
      times[at] = item.time;
    }
    if (characters > MOST_CHARACTERS) return undefined;
    const text = new TextColumn(messages);
    const level = packFew(levels) ?? new PlainColumn(levels);
    const label = packFew(labels) ?? new PlainColumn(labels);
    const time = packColumn(times, []) as Column<number | undefined>;
    const ready = new Map<string, Column>([
      ['kind', new ConstantColumn('log')],
      ['seq', sequence],
      ['message', text],
      ['level', level],
      ['labels', label],
      ['time', time],
    ]);
    const known: KnownColumn[] = [
      { values: messages, column: text },
      { values: times, column: time },
    ];
    const entries = packObjects(items, {
      ready,
      column(_key, values) {
        const column = packColumn(values, known);
        known.push({ values, column });
        return column;
      },
      // After the other fields, because the server's object repeats them and can reuse their columns.
      last: 'raw',
      maker: entryMaker,
    });
    if (entries === undefined) return undefined;
    return new PackedLines<Raw>(size, firstSeq, step, text, level, label, time, entries, heavy);
  }

  /** Rebuilds the line at `index`. */
  at(index: number): LogEntry<Raw> {
    return this.entries.at(index) as LogEntry<Raw>;
  }

  /** These lines as a view sees them, see {@link PackedBlock}. */
  block(base: number, from: number, to: number): PackedBlock {
    return new PackedBlock(this, base, from, to);
  }

  /** Bytes of a line's server object, if they are significant. */
  heavyAt(index: number): number {
    return this.heavy?.get(index) ?? 0;
  }
}
