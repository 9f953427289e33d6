/**
 * Matches a path against a pattern with `:name` parameters of one segment each. Returns the decoded parameters, or
 * undefined if the path does not match or cannot be decoded.
 */
export function matchPath(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const wanted = pattern.split('/');
  const given = path.replace(/\/$/, '').split('/');
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [i, part] of wanted.entries()) {
    const segment = given[i] ?? '';
    if (!part.startsWith(':')) {
      if (part !== segment) return undefined;
      continue;
    }
    try {
      params[part.slice(1)] = decodeURIComponent(segment);
    } catch {
      // A stray % cannot be decoded: no such path.
      return undefined;
    }
  }
  return params;
}
