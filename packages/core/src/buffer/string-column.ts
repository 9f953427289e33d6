/** Short texts joined in one string; their common prefix is stored once. */
import type { Column } from './column.js';
import { ownCopy } from './own-copy.js';

class StringColumn implements Column<string> {
  constructor(
    private readonly prefix: string,
    private readonly text: string,
    /** Where each text starts in the string, and where the last one ends; or their length, if it is the same for all. */
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

/** The common prefix of two texts. */
function sharedStart(text: string, other: string): string {
  let same = 0;
  while (same < text.length && text.charCodeAt(same) === other.charCodeAt(same)) same += 1;
  return text.slice(0, same);
}

/** The common prefix of all texts. */
function prefixOf(texts: readonly string[]): string {
  let prefix = texts[0] ?? '';
  // Start with the last text, which differs most from the first, so that most others already have the prefix.
  prefix = sharedStart(prefix, texts.at(-1) ?? '');
  for (const text of texts) if (!text.startsWith(prefix)) prefix = sharedStart(prefix, text);
  return prefix;
}

/** Maximum characters in one string: engines have a limit, and long texts gain nothing from being joined. */
export const MOST_CHARACTERS = 0xff_ffff;

/** A column of texts; undefined if a value is not a string, or if they are too long. */
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
