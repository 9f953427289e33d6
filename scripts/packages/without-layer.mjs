/**
 * A stylesheet without its cascade layer. Rules in a layer lose against all rules outside of layers, so that products can restyle
 * them; but a reset outside of layers would win, too. Pages with such a reset use this stylesheet.
 * @param css a stylesheet with one layer, formatted
 */
export function withoutLayer(css) {
  const [layer, rules] = /^@layer [\w-]+ \{\n([\s\S]*?)^\}\n/m.exec(css) ?? [];
  if (layer === undefined) throw new Error('The stylesheet has no layer.');
  return css.replace(layer, () => rules);
}
