import { describe, expect, it } from 'vitest';
import { page as browser } from 'vitest/browser';
import { stageStream } from './testing/staged-stream.js';
import { openViewer, type ViewerPage } from './testing/viewer-page.js';

const named = { message: 'built', labels: { step_name: 'build' } };
const unnamed = { message: 'no step is known of this one' };

/** Where the message of a line begins, in pixels from the left. */
const beginning = (page: ViewerPage, seq: number): number | undefined =>
  page.row(seq)?.querySelector('[data-tailrace="message"]')?.getBoundingClientRect().left;

describe('the column of origins', () => {
  it.each([
    ['cut', false],
    ['wrapped', true],
  ])('is kept free by a line without one, long lines being %s', async (_, wrap) => {
    await browser.viewport(1_000, 700);
    const stream = stageStream([unnamed, unnamed]);
    const page = await openViewer({ stream, wrap });
    await expect.poll(() => beginning(page, 1)).toBeDefined();
    const alone = beginning(page, 1) as number;
    stream.append([named]);
    await expect.poll(() => beginning(page, 2)).toBeGreaterThan(alone + 80);
    await expect.poll(() => beginning(page, 1)).toBe(beginning(page, 2));
    expect(beginning(page, 0)).toBe(beginning(page, 2));
    stream.clear();
    await expect.poll(() => page.rows().length).toBe(0);
    stream.append([unnamed]);
    await expect.poll(() => beginning(page, 3)).toBe(alone);
  });

  it('is not there where a viewer has no room for it', async () => {
    await browser.viewport(600, 700);
    const page = await openViewer({ stream: stageStream([unnamed, named]) });
    await expect.poll(() => beginning(page, 1)).toBeDefined();
    expect(beginning(page, 0)).toBe(beginning(page, 1));
  });
});
