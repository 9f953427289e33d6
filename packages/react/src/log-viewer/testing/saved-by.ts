import { expect } from 'vitest';

/** What the page saves when it presses a link to a file, as text: `press` asks for it. */
export async function savedBy(press: () => void): Promise<string> {
  const [{ createObjectURL }, { click }] = [URL, HTMLAnchorElement.prototype];
  let made: Blob | undefined;
  let saved: Blob | undefined;
  URL.createObjectURL = (blob: Blob) => createObjectURL.call(URL, (made = blob));
  HTMLAnchorElement.prototype.click = () => void (saved = made);
  try {
    press();
    await expect.poll(() => saved).toBeDefined();
  } finally {
    URL.createObjectURL = createObjectURL;
    HTMLAnchorElement.prototype.click = click;
  }
  return (await saved?.text()) ?? '';
}
