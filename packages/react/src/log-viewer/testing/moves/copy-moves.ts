/** What somebody copies: the selected lines, or what the mouse marked. */
import { expect } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { Driver } from '../driver.js';
import { pressCopy } from '../press-copy.js';
import { COPIES, isCopied } from '../seen-copies.js';
import type { Moves } from './move.js';

async function copyByProgram(driver: Driver): Promise<void> {
  const format = driver.dice.pick(COPIES);
  // A browser lets a page copy only after a person has done something.
  await userEvent.keyboard('{F8}');
  const text = await driver.page.handle.copySelection(format);
  expect([format, text, isCopied(text, driver.wanted(), format)]).toEqual([format, text, true]);
  // Where a page may not write to the clipboard, it copies what it marks itself.
  document.getSelection()?.removeAllRanges();
  document.dispatchEvent(new PointerEvent('pointerdown', { button: 0 }));
  driver.ask({ marked: undefined });
}

/** Presses Ctrl-C among the lines: they are copied as it was chosen. */
async function copyByKey(driver: Driver): Promise<void> {
  driver.page.viewport.focus({ preventScroll: true });
  const text = (await pressCopy()) ?? '';
  const { copies } = driver.asked;
  expect([copies, text, isCopied(text, driver.wanted(), copies)]).toEqual([copies, text, true]);
}

/** Chooses what lines look like on the clipboard, in the menu beside the selection. */
function chooseFormat(driver: Driver): void {
  const { viewer, dice } = driver;
  const choices = [...viewer.querySelectorAll<HTMLElement>('[data-menu="copy"] input')];
  if (choices.length === 0) return viewer.querySelector<HTMLElement>('[data-menu="copy"] > button')?.click();
  const at = dice.below(COPIES.length);
  choices[at]?.click();
  driver.ask({ copies: COPIES[at] as (typeof COPIES)[number] });
}

/** See the file's head. */
export const COPY_MOVES: Moves = {
  copy: { weight: 3, make: copyByProgram },
  'Ctrl-C': { weight: 1.5, make: copyByKey },
  'copy as': { weight: 1, make: chooseFormat },
};
