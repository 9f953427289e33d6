import { linksOf } from './markdown-links.mjs';

/** Where the project's own pages are; they are checked as files. */
export const home = 'https://github.com/tailrace/tailrace';

/** The addresses on other sites that a page links to. Pure. */
export const outsideLinks = (text) =>
  linksOf(text)
    .map(({ target }) => target)
    .filter((target) => /^https?:/.test(target) && !target.startsWith(home))
    .filter((target) => !/^https?:\/\/(?:127\.0\.0\.1|localhost)\b/.test(target));

/**
 * Why an address leads nowhere; undefined where it leads somewhere, which a site that is busy, or wants no programs, does, too.
 * @param {typeof globalThis.fetch} fetch
 */
export async function whyDead(address, fetch) {
  try {
    const { status } = await fetch(address, { redirect: 'follow' });
    return status === 404 || status === 410 ? `answered ${status}` : undefined;
  } catch (error) {
    return `cannot be reached: ${error.cause?.code ?? error.message}`;
  }
}
