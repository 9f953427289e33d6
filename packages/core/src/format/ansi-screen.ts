/**
 * A terminal screen of unlimited width. Text is simply appended until the cursor moves back, as it does for progress bars; then the rest
 * of that line is written into cells, one per column.
 */
import { charWidth } from './char-width.js';

/** Text, and the pen with which it was written. */
export interface Run<Pen> {
  readonly text: string;
  readonly pen: Pen;
}

/** A cell that was erased or skipped. */
const BLANK = '';
/** A further column of the character before it, which is wide or a tab. */
const REST = 0;
/** Columns from one tab stop to the next. */
const TAB = 8;

type Cell = string | typeof REST;

/** See the file's head. */
export class AnsiScreen<Pen> {
  private list: { text: string; readonly pen: Pen }[] = [];
  /** Where the current line begins in the list. Its runs are its own, so that a line that is drawn over does not look at those before it. */
  private rowAt = 0;
  private cells: Cell[] | undefined;
  private pens: Pen[] = [];
  private cursor = 0;
  /** The pen of cells that the cursor skips: after an erasure they have its background. */
  private beyond: Pen;
  /** The same for the lines below. */
  private below: Pen;
  /** Combining marks without a character before them. */
  private loose = '';
  /** The last character was a carriage return. It has no effect before a line feed, or at the end. */
  private returned = false;
  /** The saved cursor position. */
  private kept: { readonly column: number; readonly line: number } | undefined;
  private line = 0;
  /** How many blank cells cursor movements may still add. */
  private room: number;
  /** How many cells erasures and shifts may still touch. */
  private effort: number;

  /**
   * @param blank The pen of blank cells.
   * @param length Length of the text. It limits the work, so that the cost of a hostile line stays proportional to its length.
   */
  constructor(
    private readonly blank: Pen,
    length: number,
  ) {
    this.beyond = this.below = blank;
    this.room = length + 1_000;
    this.effort = 8 * length + 10_000;
  }

  /** Writes visible text. */
  write(text: string, pen: Pen): void {
    let at = 0;
    while (at < text.length) {
      const feed = text.indexOf('\n', at);
      const end = feed < 0 ? text.length : feed;
      if (end > at) this.put(text.slice(at, end), pen);
      if (feed < 0) return;
      this.flush();
      this.add('\n', pen);
      this.rowAt = this.list.length;
      this.line += 1;
      at = feed + 1;
    }
  }

  carriageReturn(): void {
    this.returned = true;
  }

  backspace(): void {
    this.toCells();
    this.cursor = Math.max(0, this.cursor - 1);
  }

  /** Erases in the line: from the cursor on (0), up to and including the cursor (1), or all (2). `pen`: the pen of erased cells. */
  erase(mode: number, pen: Pen): void {
    if (mode === 0 && !this.cells && !this.returned) {
      // The cursor is at the end of the line, so there is nothing to erase.
      this.beyond = pen;
      return;
    }
    if (mode > 2) return;
    const cells = this.toCells();
    if (mode === 1 && pen !== this.beyond) this.pad(this.cursor + 1, pen);
    if (mode > 0) this.blankOut(0, this.cursor + 1, pen);
    if (mode === 1) return;
    this.part(this.cursor, pen);
    cells.length = this.pens.length = Math.min(this.cursor, cells.length);
    this.beyond = pen;
  }

  /** Erases from the cursor on, and below. */
  eraseBelow(pen: Pen): void {
    this.erase(0, pen);
    this.below = pen;
  }

  /** Erases `count` columns from the cursor on. */
  eraseCells(count: number, pen: Pen): void {
    this.toCells();
    this.blankOut(this.cursor, this.pad(this.cursor + count, pen), pen);
  }

  /** Removes `count` columns from the cursor on, and shifts the rest of the line left. */
  deleteCells(count: number, pen: Pen): void {
    const cells = this.toCells();
    if (!this.allow(cells.length - this.cursor)) return;
    this.part(this.cursor, pen);
    this.part(this.cursor + count, pen);
    this.layTabsOut();
    cells.splice(this.cursor, count);
    this.pens.splice(this.cursor, count);
  }

  /** Inserts `count` blank columns at the cursor. */
  insertCells(count: number, pen: Pen): void {
    const cells = this.toCells();
    if (!this.allow(cells.length - this.cursor)) return;
    this.part(this.cursor, pen);
    this.layTabsOut();
    const tail = cells.splice(this.cursor);
    const tailPens = this.pens.splice(this.cursor);
    this.pad(this.cursor + count, pen);
    for (const cell of tail) cells.push(cell);
    for (const each of tailPens) this.pens.push(each);
  }

  /** Moves the cursor to a column, from 0. */
  column(at: number): void {
    this.toCells();
    this.cursor = this.pad(Math.max(0, at), this.beyond);
  }

  /** Moves the cursor by columns, backward if negative; beyond the text it adds blanks. */
  forward(by: number): void {
    this.toCells();
    this.column(this.cursor + by);
  }

  /** Saves the cursor position. */
  save(): void {
    this.toCells();
    this.kept = { column: this.cursor, line: this.line };
  }

  /** Restores the saved cursor position, unless that is in another line. */
  restore(): void {
    if (this.kept?.line === this.line) this.column(this.kept.column);
  }

  /** All visible text; adjacent text with the same pen is joined. */
  runs(): readonly Run<Pen>[] {
    this.flush();
    const joined: typeof this.list = [];
    for (const run of this.list) {
      const last = joined.at(-1);
      if (last?.pen === run.pen) last.text += run.text;
      else joined.push(run);
    }
    return (this.list = joined);
  }

  private add(text: string, pen: Pen): void {
    const last = this.list.length > this.rowAt ? this.list.at(-1) : undefined;
    if (last?.pen === pen) last.text += text;
    else this.list.push({ text, pen });
  }

  private put(text: string, pen: Pen): void {
    if (!this.cells && !this.returned) return this.add(text, pen);
    const cells = this.toCells();
    for (const character of text) {
      const width = character === '\t' ? TAB - (this.cursor % TAB) : charWidth(character);
      if (width === 0) this.join(character, pen);
      // Over existing text a tab only moves the cursor.
      else if (character === '\t' && this.cursor < cells.length) this.forward(width);
      else this.place(character, width, pen);
    }
  }

  private place(character: string, width: number, pen: Pen): void {
    const cells = this.cells as Cell[];
    this.part(this.cursor, pen);
    this.part(this.cursor + width, pen);
    cells[this.cursor] = this.loose + character;
    this.loose = '';
    this.pens[this.cursor] = pen;
    for (let column = this.cursor + 1; column < this.cursor + width; column++) {
      cells[column] = REST;
      this.pens[column] = character === '\t' ? this.beyond : pen; // a tab does not paint
    }
    this.cursor += width;
  }

  /** Adds a character without width, such as a combining mark, to the one before it. */
  private join(mark: string, pen: Pen): void {
    const cells = this.cells as Cell[];
    const column = startOf(cells, this.cursor - 1);
    const base = cells[column];
    if (base === undefined || base === REST) this.loose += mark;
    else {
      cells[column] = (base === BLANK ? ' ' : base) + mark;
      if (base === BLANK) this.pens[column] = pen;
    }
  }

  /** If `column` is in the middle of a wide character, blanks that character, because half of it cannot remain. */
  private part(column: number, pen: Pen): void {
    const cells = this.cells as Cell[];
    if (cells[column] !== REST) return;
    let start = startOf(cells, column);
    const left = cells[start] === '\t' ? (this.pens[column] as Pen) : pen;
    for (; start < column || cells[start] === REST; start++) {
      cells[start] = BLANK;
      this.pens[start] = left;
    }
  }

  /** Replaces tabs after the cursor by blanks, because a shift moves them off their tab stops. */
  private layTabsOut(): void {
    const cells = this.cells as Cell[];
    for (let column = this.cursor, inTab = false; column < cells.length; column++) {
      inTab = cells[column] === '\t' || (inTab && cells[column] === REST);
      if (!inTab) continue;
      if (cells[column] === '\t') this.pens[column] = this.beyond;
      cells[column] = BLANK;
    }
  }

  private blankOut(from: number, to: number, pen: Pen): void {
    const cells = this.cells as Cell[];
    if (!this.allow(Math.min(to, cells.length) - from)) return;
    this.part(from, pen);
    this.part(to, pen);
    cells.fill(BLANK, from, to);
    this.pens.fill(pen, from, to);
  }

  /** Whether this many cells may still be touched. */
  private allow(cells: number): boolean {
    this.effort -= Math.max(0, cells);
    return this.effort >= 0;
  }

  /** Adds blanks up to a column, as far as allowed. Returns the column reached. */
  private pad(to: number, pen: Pen): number {
    const cells = this.cells as Cell[];
    const blanks = Math.min(Math.max(0, to - cells.length), this.room);
    this.room -= blanks;
    for (let n = 0; n < blanks; n++) {
      cells.push(BLANK);
      this.pens.push(pen);
    }
    return Math.min(to, cells.length);
  }

  /** Converts the current line to cells, if it is not yet, and applies a pending carriage return. */
  private toCells(): Cell[] {
    const cells = this.cells ?? this.explode();
    if (this.returned) this.cursor = 0;
    this.returned = false;
    return cells;
  }

  private explode(): Cell[] {
    const cells: Cell[] = [];
    const { returned } = this;
    const row = this.list.splice(this.rowAt);
    this.cells = cells;
    this.pens = [];
    this.cursor = 0;
    this.returned = false;
    for (const { text, pen } of row) this.put(text, pen);
    this.returned = returned;
    return cells;
  }

  /** Ends the line: converts its cells to text. */
  private flush(): void {
    this.returned = false;
    this.beyond = this.below;
    const { cells, loose } = this;
    if (!cells) return;
    this.cells = undefined;
    this.loose = '';
    let end = cells.length;
    // Blanks and tabs at the end of the line are dropped: nothing is visible there.
    while (end > 0 && (cells[end - 1] === BLANK || cells[end - 1] === '\t' || cells[end - 1] === REST)) {
      if (cells[end - 1] === REST && cells[startOf(cells, end - 1)] !== '\t') break;
      end -= 1;
    }
    for (let at = 0; at < end; at++) {
      const cell = cells[at] as Cell;
      if (cell !== REST) this.add(cell === BLANK ? ' ' : cell, this.pens[at] as Pen);
    }
    if (loose !== '') this.add(loose, this.blank);
  }
}

/** The first column of the character that occupies this column. */
function startOf(cells: readonly Cell[], column: number): number {
  let start = column;
  while (cells[start] === REST) start -= 1;
  return start;
}
