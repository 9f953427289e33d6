import { focusedBeside } from './root-of.js';

/** Copies a text of what stands beside `near` in the page, also one that is still to come. Resolves to false if the page is not allowed to. */
export async function copyText(text: string | Promise<Blob>, near: Element | undefined): Promise<boolean> {
  const place = near?.parentElement ?? document.body;
  const { clipboard } = (place.ownerDocument.defaultView ?? window).navigator;
  try {
    // At once, although the text is not there yet: later it would not be what the user has just asked for.
    if (typeof text !== 'string') await clipboard.write([new ClipboardItem({ 'text/plain': text })]);
    else await clipboard.writeText(text);
    return true;
  } catch {
    // Not a secure context, no permission, or no focus: the older way may still work.
    return copyBySelection(typeof text === 'string' ? text : await (await text).text(), place);
  }
}

/** In this place, because outside of a modal dialog nothing can be selected. */
function copyBySelection(text: string, place: Element): boolean {
  const page = place.ownerDocument;
  const holder = page.createElement('textarea');
  holder.value = text;
  holder.setAttribute('readonly', '');
  holder.style.position = 'fixed';
  holder.style.opacity = '0';
  const focused = focusedBeside(place) as HTMLElement | null;
  place.append(holder);
  holder.select();
  try {
    return page.execCommand('copy');
  } finally {
    holder.remove();
    focused?.focus({ preventScroll: true });
  }
}
