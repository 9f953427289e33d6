/** Reads a chain of pages from a function that plays the server. For tests. */
import type { Page, PageRequest } from '../source.js';

/** Reads every page of a chain; returns them and the requested URLs. Throws if the chain does not end. */
export function drain<Raw>(
  first: PageRequest<Raw>,
  serve: (url: string) => unknown,
  limit = 2_000,
): { readonly pages: readonly Page<Raw>[]; readonly urls: readonly string[] } {
  const pages: Page<Raw>[] = [];
  const urls: string[] = [];
  let request: PageRequest<Raw> | undefined = first;
  while (request) {
    if (urls.length === limit) throw new Error(`the chain did not end after ${limit} requests`);
    urls.push(request.url);
    const page: Page<Raw> = request.decode(serve(request.url));
    pages.push(page);
    request = page.next;
  }
  return { pages, urls };
}

/** The messages of all pages, in order. */
export function messagesOf<Raw>(pages: readonly Page<Raw>[]): readonly string[] {
  return pages.flatMap((page) => page.lines.map((line) => line.message));
}

/** A number in the query of a URL. */
export function numberIn(url: string, name: string, fallback: number): number {
  const text = new URL(url).searchParams.get(name);
  return text === null ? fallback : Number(text);
}
