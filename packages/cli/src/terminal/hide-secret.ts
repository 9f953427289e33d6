/** Characters of the shortest secret that is looked for, as in core: what is shorter would be found in ordinary words. */
const SHORTEST = 6;

/** The text with `***` for every appearance of `secret`: plain, URL-encoded, or within JSON. */
export function hideSecret(text: string, secret: string | undefined): string {
  if (secret === undefined || secret.length < SHORTEST) return text;
  const forms = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
  return forms.reduce((left, word) => left.replaceAll(word, '***'), text);
}
