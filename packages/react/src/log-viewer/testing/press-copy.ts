import { userEvent } from 'vitest/browser';

/** Presses Ctrl-C and answers with what the viewer put on the clipboard; undefined when it left the copy to the browser. */
export async function pressCopy(page: Document = document): Promise<string | undefined> {
  let text: string | undefined;
  const hear = (event: ClipboardEvent): void => {
    if (event.defaultPrevented) text = event.clipboardData?.getData('text/plain');
  };
  page.addEventListener('copy', hear);
  await userEvent.keyboard('{Control>}c{/Control}');
  page.removeEventListener('copy', hear);
  return text;
}
