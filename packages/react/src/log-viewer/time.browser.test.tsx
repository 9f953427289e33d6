import { describe, expect, it, vi } from 'vitest';
import { page as browser, userEvent } from 'vitest/browser';
import { stageStream } from './testing/staged-stream.js';
import { openViewer, type ViewerPage } from './testing/viewer-page.js';

const START = Date.UTC(2026, 10, 3, 9, 0, 0);
/** A line each second from nine o'clock UTC on. */
const eachSecond = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => ({
    message: `second ${from + index}`,
    timestamp: new Date(START + (from + index) * 1_000).toISOString(),
  }));
const timeOf = (page: ViewerPage, seq: number): string =>
  page.row(seq)?.querySelector('time')?.textContent ?? '';

/** Types a time into the field, with keys alone. */
async function jumpTo(page: ViewerPage, text: string): Promise<void> {
  page.viewport.focus();
  await userEvent.keyboard('T');
  await expect.poll(() => document.activeElement).toBe(page.part('jump-time'));
  await userEvent.fill(page.part('jump-time') as HTMLElement, text);
  await userEvent.keyboard('{Enter}');
}

describe('timestamps', () => {
  it('are shown in the zone, the digits and the way one chooses', async () => {
    const stream = stageStream([
      { message: 'a', timestamp: '2026-11-03T22:30:00.123456789Z' },
      { message: 'b', timestamp: '2026-11-03T22:30:01.5Z' },
      { message: 'none' },
      { message: 'c', timestamp: '2026-11-03T22:29:59Z' },
    ]);
    const page = await openViewer({ stream, timeZone: 'Asia/Kolkata' });
    await expect.poll(() => timeOf(page, 0)).toBe('04:00:00.123456789');
    expect(page.row(0)?.querySelector('time')?.title).toBe('2026-11-03T22:30:00.123456789Z');
    await page.rerender({ stream, timeZone: 'America/New_York', timestampDigits: 6 });
    await expect.poll(() => timeOf(page, 0)).toBe('17:30:00.123456');
    expect(timeOf(page, 1)).toBe('17:30:01.500000');
    page.viewport.focus();
    await userEvent.keyboard('t');
    await expect.poll(() => timeOf(page, 0)).toBe('22:30:00.123456');
    await userEvent.keyboard('ttt');
    await expect.poll(() => timeOf(page, 1)).toBe('+1.377 s');
    expect([timeOf(page, 0), timeOf(page, 2), timeOf(page, 3)]).toEqual(['', '', '−2.500 s']);
    await userEvent.keyboard('t');
    await expect.poll(() => page.row(0)?.querySelector('time')).toBeNull();
  });

  it('tell the days of a log apart, if one chooses', async () => {
    const stream = stageStream([
      { message: 'late', timestamp: '2026-11-02T22:59:59.5Z' },
      { message: 'early', timestamp: '2026-11-02T23:00:00Z' },
    ]);
    const page = await openViewer({ stream, timeZone: 'Europe/Vienna' });
    await expect.poll(() => timeOf(page, 1)).toBe('00:00:00.000');
    await userEvent.click(page.part('viewer')?.querySelector('[aria-label="More tools"]') as HTMLElement);
    await userEvent.click(page.part('viewer')?.querySelector('[data-menu="time"] button') as HTMLElement);
    await userEvent.click(browser.getByRole('radio', { name: 'Date and local time' }));
    await expect.poll(() => timeOf(page, 0)).toBe('2026-11-02 23:59:59.500');
    expect(timeOf(page, 1)).toBe('2026-11-03 00:00:00.000');
  });

  it('are the reader’s where a zone is none, and the page is told', async () => {
    const onError = vi.fn<(error: Error) => void>();
    const page = await openViewer({ stream: stageStream(eachSecond(3)), timeZone: 'Vienna', onError });
    await expect.poll(() => timeOf(page, 0)).toMatch(/^\d\d:\d\d:00\.000$/);
    expect(onError.mock.lastCall?.[0].message).toContain('There is no time zone "Vienna"');
  });

  it('since the line above mean the line that is shown above', async () => {
    const stream = stageStream(eachSecond(100));
    const page = await openViewer({ stream, showTimestamps: 'delta' });
    await expect.poll(() => timeOf(page, 90)).toBe('+1.000 s');
    page.handle.setFilter({ regex: '0$' });
    await expect.poll(() => timeOf(page, 90)).toBe('+10.000 s');
  });

  it('since the line above have the digits that were sent', async () => {
    const stream = stageStream(
      ['01.000000100', '01.000250350', '03.5'].map((seconds) => ({
        message: seconds,
        timestamp: `2026-11-03T09:00:${seconds}Z`,
      })),
    );
    const page = await openViewer({ stream, showTimestamps: 'delta' });
    await expect.poll(() => timeOf(page, 1)).toBe('+0.250250 ms');
    expect(timeOf(page, 2)).toBe('+2.500 s');
  });

  it('tell how long ago, again and again', async () => {
    const stream = stageStream([{ message: 'now', timestamp: new Date().toISOString() }]);
    const page = await openViewer({ stream, showTimestamps: 'relative' });
    const ago = (): number => Number(/\d+/.exec(timeOf(page, 0))?.[0]);
    await expect.poll(ago).toBeGreaterThanOrEqual(0);
    const before = ago();
    await expect.poll(ago).toBeGreaterThan(before + 1);
  });

  it('are chosen from a menu', async () => {
    await browser.viewport(1_000, 700);
    const page = await openViewer({ stream: stageStream(eachSecond(5)), showTimestamps: 'utc' });
    await expect.poll(() => timeOf(page, 0)).toBe('09:00:00.000');
    await userEvent.click(page.part('viewer')?.querySelector('[data-menu="time"] > button') as HTMLElement);
    const radios = [...(page.part('popover')?.querySelectorAll('label') ?? [])];
    expect(radios.slice(0, 6).map((label) => label.textContent)).toEqual([
      'Off',
      'Local time',
      'UTC',
      'Date and local time',
      'How long ago',
      'Since the line above',
    ]);
    await userEvent.click(radios[5] as HTMLElement);
    await expect.poll(() => timeOf(page, 1)).toBe('+1.000 s');
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => page.part('popover')).toBeUndefined();
    await browser.viewport(414, 896);
  });
});

describe('a jump to a time', () => {
  it('goes to the first line at or after it, as one types it', async () => {
    const stream = stageStream(eachSecond(7_200));
    const page = await openViewer({ stream, showTimestamps: 'utc' });
    await expect.poll(() => page.inSight().at(-1)).toBe(7_199);
    for (const [typed, seq] of [
      ['9:30', 1_800],
      ['10:31:02.5', 5_463],
      ['2026-11-03T09:10:00Z', 600],
      ['2026-11-03 10:10', 4_200],
      ['08:00', 0],
    ] as const) {
      await jumpTo(page, typed);
      await expect.poll(() => page.selected(), { message: typed }).toEqual([seq]);
      if (seq !== 0) await expect.poll(() => document.activeElement).toBe(page.viewport);
      await userEvent.keyboard('{Escape}');
    }
    expect(page.part('viewport')?.dataset['following']).toBeUndefined();
  });

  it('counts back from now, or from the end of a log that is over', async () => {
    const stream = stageStream(eachSecond(600));
    stream.stage({ status: 'complete', history: 'start' });
    const page = await openViewer({ stream });
    await expect.poll(() => page.inSight().at(-1)).toBe(599);
    await jumpTo(page, '-5m');
    await expect.poll(() => page.selected()).toEqual([299]);
    stream.stage({ status: 'live' });
    stream.append([{ message: 'fresh', timestamp: new Date(Date.now() - 30_000).toISOString() }]);
    expect(await page.handle.scrollToTime('-1m')).toBe(true);
    await expect.poll(() => page.selected()).toEqual([600]);
    expect(await page.handle.scrollToTime('-1s')).toBe(false);
  });

  it('is right where clocks go backwards, and passes over lines without a time', async () => {
    const at = (seconds: number) => new Date(START + seconds * 1_000).toISOString();
    const stream = stageStream([
      { message: 'no time' },
      { message: 'ten', timestamp: at(10) },
      { message: 'thirty', timestamp: at(30) },
      { message: 'back at twenty', timestamp: at(20) },
      { message: 'forty', timestamp: at(40) },
    ]);
    const page = await openViewer({ stream });
    await expect.poll(() => page.rows().length).toBe(5);
    expect(await page.handle.scrollToTime(START + 15_000)).toBe(true);
    await expect.poll(() => page.selected()).toEqual([2]);
    expect(await page.handle.scrollToTime(new Date(START + 35_000))).toBe(true);
    await expect.poll(() => page.selected()).toEqual([4]);
    expect(await page.handle.scrollToTime(0)).toBe(true);
    await expect.poll(() => page.selected()).toEqual([1]);
  });

  it('says when there is no such line, and what it does not understand', async () => {
    const stream = stageStream(eachSecond(60));
    const page = await openViewer({ stream, showTimestamps: 'utc' });
    await expect.poll(() => page.rows().length).toBeGreaterThan(10);
    await jumpTo(page, '09:30');
    await expect.poll(() => page.text('jump-state')).toBe('No line at or after this time is held.');
    await userEvent.fill(page.part('jump-time') as HTMLElement, 'tea time');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => page.text('jump-state')).toMatch(/^Type a time like 10:31/);
    expect(page.part('jump-time')?.getAttribute('aria-invalid')).toBe('true');
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => page.part('popover')).toBeUndefined();
  });

  it('loads older lines until it is there', async () => {
    const stream = stageStream(eachSecond(500, 2_000));
    stream.stage({ history: 'more' });
    let from = 2_000;
    const loadOlder = vi.fn(() => {
      from -= 500;
      stream.prepend(eachSecond(500, from));
      if (from === 0) stream.stage({ history: 'start' });
      return Promise.resolve(500);
    });
    stream.loadOlder = loadOlder;
    const page = await openViewer({ stream });
    await expect.poll(() => page.rows().length).toBeGreaterThan(10);
    expect(await page.handle.scrollToTime(START + 700_000)).toBe(true);
    await expect.poll(() => page.text('line-count')).toBe('2,000 lines');
    expect(loadOlder).toHaveBeenCalledTimes(3);
    await expect.poll(() => page.row(-1_300)?.textContent).toContain('second 700');
    expect(page.selected()).toEqual([-1_300]);
    expect(await page.handle.scrollToTime(START - 1)).toBe(true);
    await expect.poll(() => page.row(-2_000)?.textContent).toContain('second 0');
    expect(loadOlder).toHaveBeenCalledTimes(4);
  });

  it('ends where another log is shown while older lines are loaded: nothing is selected there', async () => {
    const before = stageStream(eachSecond(100, 2_000));
    before.stage({ history: 'more' });
    let come: (loaded: number) => void = () => undefined;
    before.loadOlder = () => new Promise((done) => (come = done));
    const page = await openViewer({ stream: before });
    await expect.poll(() => page.rows().length).toBeGreaterThan(10);
    const jump = page.handle.scrollToTime(START + 1_500_000);
    await page.rerender({ stream: stageStream(eachSecond(300, 1_400)) });
    await expect.poll(() => page.text('line-count')).toBe('300 lines');
    before.prepend(eachSecond(1_000, 1_000));
    come(1_000);
    expect(await jump).toBe(false);
    expect(page.selected()).toEqual([]);
    expect(page.fromEnd()).toBeLessThan(2);
  });
});
