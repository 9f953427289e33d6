/**
 * Neighbouring lines mostly have the same labels. Sharing one frozen object among them saves more memory than the labels
 * would take, and lets readers compare by reference.
 */

type Labels = Readonly<Record<string, string>>;

function isEqual(a: Labels, b: Labels): boolean {
  let count = 0;
  for (const name in a) {
    if (a[name] !== b[name]) return false;
    count += 1;
  }
  for (const _name in b) count -= 1;
  return count === 0;
}

/** The labels of all lines without labels. */
export const NO_LABELS: Labels = Object.freeze({});

/** The values of a line's labels, in the order of the names. */
type Values = [a?: string, b?: string, c?: string, d?: string, e?: string];

/** The number of label objects that a label maker remembers. */
const REMEMBERED = 8;

/**
 * Creates a function that makes labels with up to five names. It returns the same object for the same values, as long as they are among the
 * last eight different ones. The lookup allocates nothing.
 *
 * @param onNew called with each object that it makes
 */
export function createLabelMaker(
  names: readonly string[],
  onNew?: (labels: Labels) => void,
): (...values: Values) => Labels {
  const recent: { readonly values: Values; readonly labels: Labels }[] = [];
  let next = 0;
  let last = -1;

  function make(...values: Values): Labels {
    const named: Record<string, string> = {};
    for (const [at, name] of names.entries()) {
      const value = values[at];
      if (value !== undefined) named[name] = value;
    }
    const labels = Object.keys(named).length > 0 ? Object.freeze(named) : NO_LABELS;
    last = next;
    next = (next + 1) % REMEMBERED;
    recent[last] = { values, labels };
    onNew?.(labels);
    return labels;
  }

  return (a, b, c, d, e) => {
    // Start with those of the previous line, which are mostly the same.
    for (let tries = 0; tries < recent.length; tries++) {
      const at = (last + tries) % recent.length;
      const { values, labels } = recent[at] as (typeof recent)[number];
      if (values[0] !== a || values[1] !== b || values[2] !== c || values[3] !== d || values[4] !== e)
        continue;
      last = at;
      return labels;
    }
    return make(a, b, c, d, e);
  };
}

/** Creates a function that returns an equal object seen recently, or else the given one, frozen. It remembers `size` objects. */
export function createLabelCache(size = 4): (labels: Labels) => Labels {
  const recent: Labels[] = [];
  let next = 0;
  return (labels) => {
    for (const known of recent) if (isEqual(known, labels)) return known;
    recent[next] = Object.freeze(labels);
    next = (next + 1) % size;
    return labels;
  };
}
