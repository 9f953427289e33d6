/** Characters of the shortest secret that is hidden, as in core: a shorter one would match within ordinary words. */
const SHORTEST = 6;

/** The text with `***` for every occurrence of `secret`: plain, URL-encoded, or JSON-escaped. */
export function hideSecret(text: string, secret: string | undefined): string {
  if (secret === undefined || secret.length < SHORTEST) return text;
  const forms = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
  return forms.reduce((left, word) => left.replaceAll(word, '***'), text);
}
