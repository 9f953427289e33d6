/** The mouse, the keys and the fingers of a person, as the browser gets them: below every script. */
import type {} from '@vitest/browser-playwright';
import { cdp } from 'vitest/browser';

/** A place in the test's page, in CSS pixels. */
interface Place {
  readonly x: number;
  readonly y: number;
}

/** The test runs in a frame, which the browser's own page may show smaller. */
function outside({ x, y }: Place): Place {
  const frame = window.frameElement?.getBoundingClientRect();
  if (!frame) return { x, y };
  const scale = frame.width / window.innerWidth;
  return { x: frame.left + x * scale, y: frame.top + y * scale };
}

/** Moves the mouse, or presses or releases its button there. */
export async function mouse(
  type: 'mouseMoved' | 'mousePressed' | 'mouseReleased',
  place: Place,
  { held = false, shift = false } = {},
): Promise<void> {
  await cdp().send('Input.dispatchMouseEvent', {
    type,
    ...outside(place),
    button: type === 'mouseMoved' && !held ? 'none' : 'left',
    buttons: type === 'mouseReleased' || (type === 'mouseMoved' && !held) ? 0 : 1,
    clickCount: type === 'mouseMoved' ? 0 : 1,
    modifiers: shift ? 8 : 0,
  });
}

/** Drags with the mouse from one place to the last, over those between. */
export async function drag(from: Place, ...to: readonly Place[]): Promise<void> {
  await mouse('mouseMoved', from);
  await mouse('mousePressed', from);
  for (const place of to) await mouse('mouseMoved', place, { held: true });
  await mouse('mouseReleased', to.at(-1) ?? from);
}

/** Drags what is marked there to another place, and drops it. */
export async function dragAway(from: Place, to: Place): Promise<void> {
  // The browser tells of a drag, instead of leaving it to a desktop that it does not have.
  const intercept = (enabled: boolean) => cdp().send('Input.setInterceptDrags', { enabled });
  const begun = new Promise((done) => document.addEventListener('dragstart', done, { once: true }));
  await intercept(true);
  await mouse('mouseMoved', from);
  await mouse('mousePressed', from);
  await mouse('mouseMoved', to, { held: true });
  await begun;
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    const data = { items: [], dragOperationsMask: 1 };
    await cdp().send('Input.dispatchDragEvent', { type, ...outside(to), data });
  }
  await intercept(false);
}

/** Puts a finger down, moves it and takes it away. */
export async function swipe(from: Place, ...to: readonly Place[]): Promise<void> {
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', places: readonly Place[]) =>
    cdp().send('Input.dispatchTouchEvent', { type, touchPoints: places.map(outside) });
  await touch('touchStart', [from]);
  for (const place of to) await touch('touchMove', [place]);
  await touch('touchEnd', []);
}

/** Where a character of an element's text is drawn: its left edge, half way down. */
export function placeOfText(element: Element, offset: number): Place {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let left = offset;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const { length } = node as Text;
    if (left < length) {
      const range = document.createRange();
      range.setStart(node, left);
      range.setEnd(node, left + 1);
      const box = range.getBoundingClientRect();
      return { x: box.left + 1, y: box.top + box.height / 2 };
    }
    left -= length;
  }
  const box = element.getBoundingClientRect();
  return { x: box.right, y: box.top + box.height / 2 };
}
