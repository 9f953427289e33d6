/**
 * A stylesheet whose rules lie in no cascade layer. Rules in one lose against any outside, so that products can restyle what they
 * like, and against a reset outside of layers, too: pages with such a reset take this one.
 * @param css a stylesheet with one layer, formatted
 */
export function withoutLayer(css) {
  const [layer, rules] = /^@layer [\w-]+ \{\n([\s\S]*?)^\}\n/m.exec(css) ?? [];
  if (layer === undefined) throw new Error('There is no layer to take the rules out of.');
  return css.replace(layer, () => rules);
}
