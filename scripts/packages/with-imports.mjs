const indented = (css) => css.replace(/^(?=.)/gm, '  ');

/**
 * A stylesheet with the files that it imports in their places, so that a page loads one file. Files imported one after another into
 * the same layer share one block.
 * @param css a stylesheet, formatted
 * @param read returns the text of a file; its argument is the path as the stylesheet names it
 */
export function withImports(css, read) {
  const lines = [];
  /** The layer whose block is open. */
  let open;
  for (const line of css.trimEnd().split('\n')) {
    const [, path, layer] = /^@import '(.+)'(?: layer\((.+)\))?;$/.exec(line) ?? [];
    if (layer === undefined || layer !== open) {
      if (open !== undefined) lines.push('}');
      if (layer !== undefined) lines.push(`@layer ${layer} {`);
      open = layer;
    } else lines.push('');
    const text = path === undefined ? line : read(path).trimEnd();
    lines.push(layer === undefined ? text : indented(text));
  }
  if (open !== undefined) lines.push('}');
  return `${lines.join('\n')}\n`;
}
