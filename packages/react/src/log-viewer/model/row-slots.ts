/**
 * Assigns elements to rows. A line keeps its element as long as it is drawn; the elements of lines that have left are reused for
 * new ones, in order. So nothing that is being read moves, and a flood creates no elements.
 */

/** Assigns slots to rows; `make` creates a slot with a unique name. */
export class RowSlots<Slot> {
  private slots = new Map<number, Slot>();
  private made = 0;

  constructor(private readonly make: (name: string) => Slot) {}

  /**
   * The slots of these lines, in order. `reusable` says whether the slot of a line that has left may draw another one: not if
   * something such as the focus would be carried over to the other line.
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
