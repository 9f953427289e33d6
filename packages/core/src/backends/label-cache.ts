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

/** Answers with an equal object seen lately, or with the given one, frozen. Remembers `size` of them. */
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
