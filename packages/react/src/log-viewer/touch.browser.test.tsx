/** What a phone's user does with a finger. */
import { page as browser } from 'vitest/browser';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { swipe } from './testing/pointer.js';
import { serverLines } from './testing/samples.js';
import { stageStream } from './testing/staged-stream.js';
import { touchScreen } from './testing/touch-screen.js';
import { openViewer } from './testing/viewer-page.js';

beforeEach(() => touchScreen(true));
afterEach(() => touchScreen(false));

describe('a tap into a field', () => {
  it.each(['search', 'filter'] as const)('types there, and presses no option of %s', async (name) => {
    await browser.viewport(360, 700);
    const page = await openViewer({ stream: stageStream(serverLines(20)) });
    const input = page.part(name) as HTMLElement;
    const { right, top, height } = input.getBoundingClientRect();
    await swipe({ x: right - 8, y: top + height / 2 });
    await expect.poll(() => document.activeElement).toBe(input);
    const options = [...(input.parentElement?.querySelectorAll('[aria-pressed]') ?? [])];
    expect(options.map((option) => option.getAttribute('aria-pressed'))).not.toContain('true');
    // Now they are there.
    const places = options.map((option) => option.getBoundingClientRect());
    expect(places.every(({ width }) => width >= 36)).toBe(true);
    const at = places[0] as DOMRect;
    await swipe({ x: at.left + at.width / 2, y: at.top + at.height / 2 });
    await expect.poll(() => options[0]?.getAttribute('aria-pressed')).toBe('true');
  });
});
