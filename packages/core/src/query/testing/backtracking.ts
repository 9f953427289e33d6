/** A backtracking engine that counts its steps: the characters and positions that it looks at. For tests. */

/** An expression. */
export type PatternNode =
  | { readonly is: 'set'; readonly source: string }
  | { readonly is: 'begin' }
  | { readonly is: 'sequence' | 'branches'; readonly parts: readonly PatternNode[] }
  | { readonly is: 'repeat'; readonly body: PatternNode; readonly least: number; readonly most: number }
  | { readonly is: 'look'; readonly body: PatternNode; readonly wanted: boolean };

/** How the expression is written. */
export function sourceOf(node: PatternNode): string {
  switch (node.is) {
    case 'set':
      return node.source;
    case 'begin':
      return '^';
    case 'sequence':
      return node.parts.map(sourceOf).join('');
    case 'branches':
      return `(?:${node.parts.map(sourceOf).join('|')})`;
    case 'look':
      return `(?${node.wanted ? '=' : '!'}${sourceOf(node.body)})`;
    case 'repeat': {
      const { body, least, most } = node;
      const inner = body.is === 'set' ? sourceOf(body) : `(?:${sourceOf(body)})`;
      return `${inner}{${least},${most === Infinity ? '' : most}}`;
    }
  }
}

/** Looks for a match as an engine does that tries one way after another, and gives up after `limit` steps. */
export function searchByBacktracking(
  pattern: PatternNode,
  text: string,
  limit: number,
): { readonly found: boolean; readonly steps: number } {
  let steps = 0;
  type Next = (at: number) => boolean;

  const inSequence = (parts: readonly PatternNode[], index: number, at: number, next: Next): boolean => {
    const part = parts[index];
    return part ? match(part, at, (end) => inSequence(parts, index + 1, end, next)) : next(at);
  };

  const round = (node: PatternNode & { is: 'repeat' }, done: number, at: number, next: Next): boolean => {
    const again = (end: number): boolean =>
      (end > at || done < node.least) && round(node, done + 1, end, next);
    if (done < node.most && match(node.body, at, again)) return true;
    return done >= node.least && next(at);
  };

  function match(node: PatternNode, at: number, next: Next): boolean {
    if (steps >= limit) return false;
    if (node.is === 'set' || node.is === 'begin') steps += 1;
    switch (node.is) {
      case 'set':
        return at < text.length && new RegExp(node.source).test(text.charAt(at)) && next(at + 1);
      case 'begin':
        return at === 0 && next(at);
      case 'sequence':
        return inSequence(node.parts, 0, at, next);
      case 'branches':
        return node.parts.some((part) => match(part, at, next));
      case 'look':
        return match(node.body, at, () => true) === node.wanted && next(at);
      case 'repeat':
        return round(node, 0, at, next);
    }
  }

  for (let start = 0; start <= text.length && steps < limit; start++)
    if (match(pattern, start, () => true)) return { found: true, steps };
  return { found: false, steps };
}
