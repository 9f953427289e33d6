/**
 * Which element draws which row. A line keeps its element as long as it is drawn; the elements of lines that have left go to
 * those that came, in order. So nothing that is read moves, and a flood makes no elements.
 */

/** Gives rows what draws them: `make` makes it, given a name of its own. */
export class RowSlots<Slot> {
  private slots = new Map<number, Slot>();
  private made = 0;

  constructor(private readonly make: (name: string) => Slot) {}

  /**
   * The slots of these lines, in order. `reusable` says whether the slot of a line that has left may draw another one: not when
   * something of it would go over to the other line, such as the focus.
   */
  assign(seqs: readonly number[], reusable: (seq: number) => boolean): readonly Slot[] {
    const before = this.slots;
    const now = new Set(seqs);
    const free: Slot[] = [];
    for (const [seq, slot] of before) if (!now.has(seq) && reusable(seq)) free.push(slot);
    let next = 0;
    this.slots = new Map(
      seqs.map((seq) => [seq, before.get(seq) ?? free[next++] ?? this.make(`${this.made++}`)]),
    );
    return [...this.slots.values()];
  }
}
