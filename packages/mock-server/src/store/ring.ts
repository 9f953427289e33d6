/**
 * A bounded sequence with absolute indices: an item keeps its index for ever, and the oldest items are dropped when the
 * capacity is reached. Pushing and dropping are O(1); items are copied only when the ring grows.
 */
export class Ring<T> {
  #slots: (T | undefined)[];
  #mask: number;
  #first = 0;
  #next = 0;

  /** @param capacity most items held, at least 1 */
  constructor(readonly capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1) {
      throw new RangeError(`The capacity must be a whole number of at least 1; got ${capacity}.`);
    }
    this.#slots = new Array<T | undefined>(16);
    this.#mask = 15;
  }

  /** Index of the oldest item held; equals `next` if empty. */
  get first(): number {
    return this.#first;
  }

  /** Index of the next item to be pushed: the number of items ever pushed. */
  get next(): number {
    return this.#next;
  }

  get size(): number {
    return this.#next - this.#first;
  }

  push(item: T): void {
    if (this.size === this.capacity) this.#drop();
    else if (this.size > this.#mask) this.#grow();
    this.#slots[this.#next & this.#mask] = item;
    this.#next++;
  }

  get(index: number): T | undefined {
    return index < this.#first || index >= this.#next ? undefined : this.#slots[index & this.#mask];
  }

  /** Items from index `from` (or the oldest held) up to, but not including, `to`. */
  slice(from: number, to: number): T[] {
    const items: T[] = [];
    const end = Math.min(to, this.#next);
    for (let i = Math.max(from, this.#first); i < end; i++) items.push(this.#slots[i & this.#mask] as T);
    return items;
  }

  /** Drops everything before `index`; returns how many items were dropped. */
  dropBefore(index: number): number {
    const before = this.#first;
    while (this.#first < Math.min(index, this.#next)) this.#drop();
    return this.#first - before;
  }

  #drop(): void {
    this.#slots[this.#first & this.#mask] = undefined;
    this.#first++;
  }

  #grow(): void {
    const slots = new Array<T | undefined>(this.#slots.length * 2);
    const mask = slots.length - 1;
    for (let i = this.#first; i < this.#next; i++) slots[i & mask] = this.#slots[i & this.#mask];
    this.#slots = slots;
    this.#mask = mask;
  }
}
