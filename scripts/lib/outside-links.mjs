import { linksOf } from './markdown-links.mjs';

/** The project's own repository; links to it are checked as files. */
export const home = 'https://github.com/tailrace/tailrace';

/** The links of a page to other sites. Pure. */
export const outsideLinks = (text) =>
  linksOf(text)
    .map(({ target }) => target)
    .filter((target) => /^https?:/.test(target) && !target.startsWith(home))
    .filter((target) => !/^https?:\/\/(?:127\.0\.0\.1|localhost)\b/.test(target));

/**
 * Why an address is dead, or undefined if it is not. A site that is busy or refuses programs does not count as dead.
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
