/** Labels are few in a log and many in memory, where their lines came one by one: equal ones become one object. */

type Labels = Readonly<Record<string, string>>;

/** Sets of labels that are remembered; with more of them they say something of each line, and are not shared. */
const REMEMBERED = 1_024;

/** Labels as text, the same for the same labels in the same order; undefined where they are not only text. */
function keyOf(labels: Labels): string | undefined {
  let key = '';
  for (const name in labels) {
    const value: unknown = labels[name];
    if (typeof value !== 'string') return undefined;
    key += `${name.length}:${name}${value.length}:${value}`;
  }
  return key;
}

/** See the file's head. */
export class LabelPool {
  private byKey = new Map<string, Labels>();
  private last: Labels | undefined;
  private lastShared: Labels | undefined;

  /** An object with equal labels, the same one for as many lines as possible. */
  share(labels: Labels): Labels {
    if (labels === this.last) return this.lastShared as Labels;
    const shared = this.find(labels);
    this.last = labels;
    this.lastShared = shared;
    return shared;
  }

  private find(labels: Labels): Labels {
    if (typeof labels !== 'object' || Object.getPrototypeOf(labels) !== Object.prototype) return labels;
    const key = keyOf(labels);
    if (key === undefined) return labels;
    const known = this.byKey.get(key);
    if (known !== undefined) return known;
    if (this.byKey.size >= REMEMBERED) this.byKey = new Map();
    this.byKey.set(key, labels);
    return labels;
  }
}
