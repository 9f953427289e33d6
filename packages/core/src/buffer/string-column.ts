/** Short texts, one after the other in one string; what all of them begin with is kept once. */
import type { Column } from './column.js';

class StringColumn implements Column<string> {
  constructor(
    private readonly prefix: string,
    private readonly text: string,
    /** Where each rest begins, and where the last one ends; or how long all of them are. */
    private readonly places: Uint16Array | Uint32Array | number,
  ) {}

  at(index: number): string {
    const { places } = this;
    const rest =
      typeof places === 'number'
        ? this.text.slice(index * places, (index + 1) * places)
        : this.text.slice(places[index], places[index + 1]);
    return this.prefix === '' ? rest : this.prefix + rest;
  }
}

/** How many characters all texts begin with. */
function sharedLength(texts: readonly string[]): number {
  const first = texts[0] ?? '';
  let shared = first.length;
  for (const text of texts) {
    if (text.length < shared) shared = text.length;
    let same = 0;
    while (same < shared && text.charCodeAt(same) === first.charCodeAt(same)) same += 1;
    shared = same;
    if (shared === 0) return 0;
  }
  return shared;
}

/** A column of texts; undefined where a value is none. */
export function packStrings(values: readonly unknown[]): Column<string> | undefined {
  let length = 0;
  let even = true;
  const first = values[0];
  if (typeof first !== 'string') return undefined;
  for (const value of values) {
    if (typeof value !== 'string') return undefined;
    even &&= value.length === first.length;
    length += value.length;
  }
  const texts = values as readonly string[];
  const shared = sharedLength(texts);
  const rests = shared === 0 ? texts : texts.map((text) => text.slice(shared));
  const joined = rests.join('');
  const prefix = first.slice(0, shared);
  if (even) return new StringColumn(prefix, joined, first.length - shared);
  const size = texts.length + 1;
  const places = length - shared * texts.length <= 0xffff ? new Uint16Array(size) : new Uint32Array(size);
  let place = 0;
  for (let at = 0; at < rests.length; at++) {
    place += (rests[at] as string).length;
    places[at + 1] = place;
  }
  return new StringColumn(prefix, joined, places);
}
