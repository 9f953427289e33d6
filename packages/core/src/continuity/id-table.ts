/**
 * Maps ids to slots of a ring buffer: a hash table of numbers beside the ring. It is read and changed once per line, and a
 * `Map` that drops an entry for each one it gets has to be rehashed again and again.
 */

/** FNV-1a over UTF-16 units; the upper bits are mixed into the lower ones, because only those are used. */
function hashId(id: string): number {
  let hash = 0x811c9dc5 | 0; // signed from the start, otherwise the engine uses doubles in the loop
  for (let at = 0; at < id.length; at++) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193);
  return hash ^ (hash >>> 15);
}

const LEAST_SLOTS = 256;
const NONE = -1;

/** See the file's head. Of equal ids, the one added last is found. */
export class IdTable {
  /** First slot of each chain. */
  private heads = new Int32Array(LEAST_SLOTS).fill(NONE);
  /** For each slot, the next one in its chain. */
  private next = new Int32Array(LEAST_SLOTS);
  private hashes = new Int32Array(LEAST_SLOTS);
  /** The id that was looked up last, which usually is the one added next, and its hash. */
  private asked: string | undefined;
  private hash = 0;

  /** @param ids The ring, by slot. An added id must stay in its slot until it is removed. */
  constructor(private readonly ids: readonly (string | undefined)[]) {}

  /** The slot of an id; −1 if it is not there. */
  find(id: string): number {
    const hash = hashId(id);
    this.asked = id;
    this.hash = hash;
    let slot = this.heads[hash & (this.heads.length - 1)] as number;
    while (slot !== NONE && (this.hashes[slot] !== hash || this.ids[slot] !== id))
      slot = this.next[slot] as number;
    return slot;
  }

  /** Adds the id in a slot. */
  add(slot: number): void {
    const id = this.ids[slot] as string;
    if (slot >= this.next.length) this.grow();
    this.link(slot, id === this.asked ? this.hash : hashId(id));
  }

  /** Removes a slot that was added. */
  remove(slot: number): void {
    const chain = (this.hashes[slot] as number) & (this.heads.length - 1);
    const after = this.next[slot] as number;
    let at = this.heads[chain] as number;
    if (at === slot) {
      this.heads[chain] = after;
      return;
    }
    while (this.next[at] !== slot) at = this.next[at] as number;
    this.next[at] = after;
  }

  clear(): void {
    this.heads.fill(NONE);
  }

  private link(slot: number, hash: number): void {
    const chain = hash & (this.heads.length - 1);
    this.hashes[slot] = hash;
    this.next[slot] = this.heads[chain] as number;
    this.heads[chain] = slot;
  }

  /** Doubles the number of slots and chains. While a ring grows, slots are added in order, so relinking keeps the newest first. */
  private grow(): void {
    const { hashes, heads, next } = this;
    const slots = next.length;
    this.hashes = new Int32Array(2 * slots);
    this.hashes.set(hashes);
    this.next = new Int32Array(2 * slots);
    this.heads = new Int32Array(2 * slots).fill(NONE);
    const held = new Uint8Array(slots);
    for (const head of heads)
      for (let slot = head; slot !== NONE; slot = next[slot] as number) held[slot] = 1;
    for (let slot = 0; slot < slots; slot++) if (held[slot] === 1) this.link(slot, hashes[slot] as number);
  }
}
