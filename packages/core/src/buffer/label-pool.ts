/** A log has few distinct sets of labels, but many objects for them if its lines arrived one by one: shares one object for equal ones. */

type Labels = Readonly<Record<string, string>>;

/** Number of label sets remembered; if there are more, labels are specific to lines, and are not shared. */
const REMEMBERED = 1_024;

/** Labels as text, equal for equal labels in the same order; undefined if a value is not a string. */
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

  /** Returns an object with equal labels, shared by as many lines as possible. */
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
