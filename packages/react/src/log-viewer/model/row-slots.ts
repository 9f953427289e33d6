/**
 * Which element draws which row. A line keeps its element as long as it is drawn; the elements of lines that have left go to
 * those that came, in order. So nothing that is read moves, and a flood makes no elements.
 */

/** Gives rows the keys of their elements. */
export class RowSlots {
  private keys = new Map<number, string>();
  private made = 0;

  /**
   * The keys of these lines, in order. `reusable` says whether the element of a line that has left may draw another one: not
   * when something of it would go over to the other line, such as the focus.
   */
  assign(seqs: readonly number[], reusable: (seq: number) => boolean): readonly string[] {
    const before = this.keys;
    const now = new Set(seqs);
    const free: string[] = [];
    for (const [seq, key] of before) if (!now.has(seq) && reusable(seq)) free.push(key);
    let next = 0;
    this.keys = new Map(seqs.map((seq) => [seq, before.get(seq) ?? free[next++] ?? `${this.made++}`]));
    return [...this.keys.values()];
  }
}
