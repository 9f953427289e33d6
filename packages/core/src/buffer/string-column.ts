/** Short texts, one after the other in one string; what all of them begin with is kept once. */
import type { Column } from './column.js';
import { ownCopy } from './own-copy.js';

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

/** What both texts begin with. */
function sharedStart(text: string, other: string): string {
  let same = 0;
  while (same < text.length && text.charCodeAt(same) === other.charCodeAt(same)) same += 1;
  return text.slice(0, same);
}

/** What all texts begin with. */
function prefixOf(texts: readonly string[]): string {
  let prefix = texts[0] ?? '';
  // The last one is the least like the first, so that most of the others need no more than a look.
  prefix = sharedStart(prefix, texts.at(-1) ?? '');
  for (const text of texts) if (!text.startsWith(prefix)) prefix = sharedStart(prefix, text);
  return prefix;
}

/** Characters in one string at most: an engine has a bound of its own, and long texts gain nothing by being joined. */
export const MOST_CHARACTERS = 0xff_ffff;

/** A column of texts; undefined where a value is none, or they are too long. */
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
  if (length > MOST_CHARACTERS) return undefined;
  const texts = values as readonly string[];
  const prefix = prefixOf(texts);
  const shared = prefix.length;
  const rests = shared === 0 ? texts : texts.map((text) => text.slice(shared));
  const joined = rests.join('');
  if (even) return new StringColumn(ownCopy(prefix), joined, first.length - shared);
  const size = texts.length + 1;
  const places = length - shared * texts.length <= 0xffff ? new Uint16Array(size) : new Uint32Array(size);
  let place = 0;
  for (let at = 0; at < rests.length; at++) {
    place += (rests[at] as string).length;
    places[at + 1] = place;
  }
  return new StringColumn(ownCopy(prefix), joined, places);
}
