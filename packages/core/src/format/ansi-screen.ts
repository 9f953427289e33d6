/**
 * Where visible text goes. It runs straight on until the pen goes back over the line, as progress bars do; from there
 * to the end of that line it is written into cells. A cell is a character: how wide a terminal draws it is not known here.
 */

/** Text and the pen it was written with. */
export interface Run<Pen> {
  readonly text: string;
  readonly pen: Pen;
}

/** A cell that was erased or passed over. */
const BLANK = '';

/** See the file's head. */
export class AnsiScreen<Pen> {
  private readonly list: { text: string; readonly pen: Pen }[] = [];
  private cells: string[] | undefined;
  private pens: Pen[] = [];
  private cursor = 0;
  /** A carriage return that nothing has followed yet; before a line feed, or at the end, it means nothing. */
  private returned = false;

  constructor(
    /** The pen of blank cells. */
    private readonly blank: Pen,
    /** How many blank cells cursor movement may add, so that a hostile line stays in proportion to its length. */
    private room: number,
  ) {}

  /** Visible text. */
  write(text: string, pen: Pen): void {
    let at = 0;
    while (at < text.length) {
      const feed = text.indexOf('\n', at);
      const end = feed < 0 ? text.length : feed;
      if (end > at) this.put(text.slice(at, end), pen);
      if (feed < 0) return;
      this.flush();
      this.add('\n', pen);
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

  /** Erase in line: 0 from the cursor on, 1 up to and with the cursor, 2 all of it. */
  erase(mode: number): void {
    if (mode === 0 && !this.cells && !this.returned) return; // at the end of the line there is nothing to erase
    const cells = this.toCells();
    if (mode === 1 || mode === 2) cells.fill(BLANK, 0, mode === 1 ? this.cursor + 1 : undefined);
    if (mode === 0 || mode === 2) cells.length = this.pens.length = Math.min(this.cursor, cells.length);
  }

  /** Moves the cursor to a column, from 0, as far as there is text. */
  column(at: number): void {
    const cells = this.toCells();
    this.cursor = Math.min(Math.max(0, at), cells.length);
  }

  /** Moves the cursor by columns, backwards if negative; beyond the text it leaves blanks. */
  forward(by: number): void {
    const cells = this.toCells();
    const to = Math.max(0, this.cursor + by);
    const blanks = Math.min(Math.max(0, to - cells.length), this.room);
    this.room -= blanks;
    for (let n = 0; n < blanks; n++) {
      cells.push(BLANK);
      this.pens.push(this.blank);
    }
    this.cursor = Math.min(to, cells.length);
  }

  /** Everything that can be seen, neighbours of one pen joined. */
  runs(): readonly Run<Pen>[] {
    this.flush();
    return this.list;
  }

  private add(text: string, pen: Pen): void {
    const last = this.list.at(-1);
    if (last?.pen === pen) last.text += text;
    else this.list.push({ text, pen });
  }

  private put(text: string, pen: Pen): void {
    if (!this.cells && !this.returned) return this.add(text, pen);
    const cells = this.toCells();
    for (const cell of text) {
      cells[this.cursor] = cell;
      this.pens[this.cursor] = pen;
      this.cursor += 1;
    }
  }

  /** The line so far as cells, the cursor in its place. */
  private toCells(): string[] {
    const cells = this.cells ?? this.explode();
    this.cells = cells;
    if (this.returned) this.cursor = 0;
    this.returned = false;
    return cells;
  }

  private explode(): string[] {
    const line: { readonly text: string; readonly pen: Pen }[] = [];
    for (;;) {
      const last = this.list.pop();
      if (!last) break;
      const feed = last.text.lastIndexOf('\n');
      line.unshift({ text: last.text.slice(feed + 1), pen: last.pen });
      if (feed < 0) continue;
      this.list.push({ text: last.text.slice(0, feed + 1), pen: last.pen });
      break;
    }
    const cells: string[] = [];
    this.pens = [];
    for (const { text, pen } of line)
      for (const cell of text) {
        cells.push(cell);
        this.pens.push(pen);
      }
    this.cursor = cells.length;
    return cells;
  }

  /** The line is over: back to running on. */
  private flush(): void {
    this.returned = false;
    const { cells } = this;
    if (!cells) return;
    this.cells = undefined;
    let end = cells.length;
    while (end > 0 && cells[end - 1] === BLANK) end -= 1; // a terminal shows nothing there either
    for (let at = 0; at < end; at++)
      if (cells[at] === BLANK) this.add(' ', this.blank);
      else this.add(cells[at] as string, this.pens[at] as Pen);
  }
}
