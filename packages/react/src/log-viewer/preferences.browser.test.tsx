import { afterEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { LogViewerProps } from './log-viewer.js';
import { serverLines } from './testing/samples.js';
import { stageStream } from './testing/staged-stream.js';
import { openViewer, type ViewerPage } from './testing/viewer-page.js';

const open = (props: Partial<LogViewerProps> = {}): Promise<ViewerPage> =>
  openViewer({ stream: stageStream(serverLines(100)), persist: 'jobs', ...props });
const mode = (page: ViewerPage): string | undefined => page.viewport.querySelector('time')?.dataset['mode'];
const pressed = (page: ViewerPage, label: string): string | null | undefined =>
  page.part('find-field')?.querySelector(`[aria-label="${label}"]`)?.getAttribute('aria-pressed');

describe('what the user chose', () => {
  afterEach(() => {
    localStorage.clear();
    vi.restoreAllMocks();
  });

  it('is there the next time, under its name', async () => {
    const first = await open();
    await expect.poll(() => first.rows().length).toBeGreaterThan(10);
    first.viewport.focus();
    await userEvent.keyboard('wt');
    await userEvent.click(first.part('search') as HTMLElement);
    await userEvent.click(
      first.part('find-field')?.querySelector('[aria-label="Match case"]') as HTMLElement,
    );
    first.handle.setFilter({ levels: ['warn', 'error'] });
    await expect
      .poll(() => first.rows().every((row) => /warn|error/.test(row.dataset['level'] ?? '')))
      .toBe(true);
    await first.unmount();

    const again = await open();
    await expect.poll(() => again.part('viewport')?.dataset['wrap']).toBe('');
    expect(mode(again)).toBe('utc');
    expect(pressed(again, 'Match case')).toBe('true');
    expect(again.rows().every((row) => /warn|error/.test(row.dataset['level'] ?? ''))).toBe(true);
    await again.unmount();

    const other = await open({ persist: 'tests' });
    await expect.poll(() => other.rows().length).toBeGreaterThan(10);
    expect(other.part('viewport')?.dataset['wrap']).toBeUndefined();
    expect(mode(other)).toBe('local');
    await other.unmount();
  });

  it('counts for more than what a viewer begins with, and less than what the page decides', async () => {
    localStorage.setItem(
      'tailrace:jobs',
      JSON.stringify({ version: 1, wrap: true, timestamps: 'off', levels: ['error'], find: { regex: true } }),
    );
    const page = await open({
      wrap: false,
      showTimestamps: 'utc',
      filter: { levels: ['info'] },
      search: 'GET',
    });
    await expect.poll(() => page.rows().length).toBeGreaterThan(0);
    expect(page.part('viewport')?.dataset['wrap']).toBe('');
    expect(mode(page)).toBeUndefined();
    expect(page.rows().every((row) => row.dataset['level'] === 'info')).toBe(true);
    expect(pressed(page, 'Regular expression')).toBe('false');
  });

  it.each([
    'not json',
    '[]',
    'null',
    '{"version":99,"wrap":true}',
    '{"version":1,"wrap":"yes","timestamps":"soon","levels":"all","find":7,"copyFormat":{}}',
  ])('is not taken from rubbish: %s', async (rubbish) => {
    localStorage.setItem('tailrace:jobs', rubbish);
    const page = await open();
    await expect.poll(() => page.rows().length).toBeGreaterThan(10);
    expect(page.part('viewport')?.dataset['wrap']).toBeUndefined();
    expect(mode(page)).toBe('local');
    expect(page.text('line-count')).toBe('100 lines');
  });

  it('is not remembered where the browser refuses, and nothing breaks', async () => {
    vi.spyOn(Storage.prototype, 'getItem').mockImplementation(() => {
      throw new DOMException('The operation is insecure.', 'SecurityError');
    });
    vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('The quota has been exceeded.', 'QuotaExceededError');
    });
    const page = await open();
    await expect.poll(() => page.rows().length).toBeGreaterThan(10);
    page.viewport.focus();
    await userEvent.keyboard('w');
    await expect.poll(() => page.part('viewport')?.dataset['wrap']).toBe('');
  });

  it('is nobody’s business unless asked for', async () => {
    const page = await openViewer({ stream: stageStream(serverLines(100)) });
    page.viewport.focus();
    await userEvent.keyboard('w');
    await expect.poll(() => page.part('viewport')?.dataset['wrap']).toBe('');
    expect(localStorage.length).toBe(0);
  });
});
