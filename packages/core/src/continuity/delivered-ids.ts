/** The ids of the lines in the window of delivered lines, with their times. */
interface Identified {
  readonly id?: string;
  readonly time?: number;
}

/** See the file's head. */
export class DeliveredIds {
  private readonly times = new Map<string, number | undefined>();

  get size(): number {
    return this.times.size;
  }

  has(id: string): boolean {
    return this.times.has(id);
  }

  /** When the line with this id was written, as far as that is known. */
  timeOf(id: string): number | undefined {
    return this.times.get(id);
  }

  /** Takes in a line, and lets the one go that leaves the window for it. */
  add(line: Identified, gone?: Identified): void {
    if (gone?.id !== undefined) this.times.delete(gone.id);
    if (line.id !== undefined) this.times.set(line.id, line.time);
  }

  /** Holds these lines and no others. */
  reset(lines: Iterable<Identified>): void {
    this.times.clear();
    for (const line of lines) this.add(line);
  }
}
