/** Reads a chain of pages against a function that stands for the server. For tests. */
import type { Page, PageRequest } from '../source.js';

/** Every page of a chain, and the URLs that were asked. Throws when the chain does not end. */
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

/** Messages of all pages, in order. */
export function messagesOf<Raw>(pages: readonly Page<Raw>[]): readonly string[] {
  return pages.flatMap((page) => page.lines.map((line) => line.message));
}

/** Numbers in the query of a URL, as a server reads them. */
export function numberIn(url: string, name: string, fallback: number): number {
  const text = new URL(url).searchParams.get(name);
  return text === null ? fallback : Number(text);
}
