import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { serverLines } from './testing/samples.js';
import { stageStream } from './testing/staged-stream.js';
import { openViewer, type ViewerPage } from './testing/viewer-page.js';

const marked = (page: ViewerPage): string[] =>
  [...page.viewport.querySelectorAll('mark[data-tailrace="match"]')].map((mark) => mark.textContent);

/** Would run for longer than the universe on this line; the engine cannot be asked to stop. */
const CATASTROPHIC = '(a+)+$';
const VICTIM = `${'a'.repeat(40)}!`;

/** Frames drawn so far, for as long as the page is not held up. */
function countFrames() {
  const frames = { count: 0, stop: false };
  const tick = (): void => {
    frames.count += 1;
    if (!frames.stop) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  return frames;
}

describe('an expression that takes for ever', () => {
  it('does not hold up the page in find, says so, and the last result stays', async () => {
    const page = await openViewer({
      stream: stageStream([{ message: 'aaa' }, { message: VICTIM }, { message: 'baaa' }]),
    });
    page.handle.find('aaa');
    await expect.poll(() => page.text('search-count')).toBe('1/15');
    const frames = countFrames();
    page.handle.find(CATASTROPHIC, { regex: true });
    const before = frames.count;
    await expect.poll(() => frames.count).toBeGreaterThan(before + 3);
    await expect
      .poll(() => page.text('field-error'))
      .toMatch(/takes too long \(more than 250 ms on one line\)/);
    frames.stop = true;
    expect(page.text('search-count')).toBe('1/15');
    expect(marked(page)).toHaveLength(15);
    expect(page.field('search').value).toBe(CATASTROPHIC);
    // And what is typed next is found as ever.
    await userEvent.fill(page.field('search'), 'b.a');
    await expect.poll(() => page.text('search-count')).toBe('1/1');
    expect(page.part('field-error')).toBeUndefined();
    await expect.poll(() => marked(page)).toEqual(['baa']);
  });

  it('does not hold up the page in the filter, says so, and the last filter stays', async () => {
    const stream = stageStream([{ message: 'one' }, { message: VICTIM }, { message: 'two' }]);
    const page = await openViewer({ stream });
    await userEvent.fill(page.field('filter'), 'o');
    await expect.poll(() => page.messages()).toEqual(['one', 'two']);
    const frames = countFrames();
    page.handle.setFilter({ regex: CATASTROPHIC });
    const before = frames.count;
    await expect.poll(() => frames.count).toBeGreaterThan(before + 3);
    // Until it is known, what was shown is shown.
    expect(page.messages()).toEqual(['one', 'two']);
    await expect.poll(() => page.text('field-error')).toMatch(/takes too long/);
    frames.stop = true;
    expect(page.messages()).toEqual(['one', 'two']);
    stream.append([{ message: 'four' }, { message: 'x' }]);
    await expect.poll(() => page.messages()).toEqual(['one', 'two', 'four']);
    await userEvent.fill(page.field('filter'), 'x');
    await expect.poll(() => page.messages()).toEqual(['x']);
    expect(page.part('field-error')).toBeUndefined();
  });

  it('is stopped, too, when the line that is too much for it comes later', async () => {
    const stream = stageStream([{ message: 'baa' }, { message: 'x' }]);
    const page = await openViewer({ stream });
    page.handle.find(CATASTROPHIC, { regex: true });
    await expect.poll(() => page.text('search-count')).toBe('1/1');
    await expect.poll(() => marked(page)).toEqual(['aa']);
    stream.append([{ message: VICTIM }]);
    await expect.poll(() => page.text('field-error')).toMatch(/takes too long/);
  });
});

describe('a page that decides on the filter itself', () => {
  it('is told what is in force when its expression was stopped, and is not asked to stop it again and again', async () => {
    const stream = stageStream([{ message: 'one' }, { message: VICTIM }]);
    const told: unknown[] = [];
    const props = {
      stream,
      filter: { regex: CATASTROPHIC },
      onFilterChange: (next: unknown) => told.push(next),
    };
    const page = await openViewer(props);
    await expect.poll(() => page.text('field-error')).toMatch(/takes too long/);
    expect(told).toEqual([{}]);
    await page.rerender(props);
    stream.append([{ message: 'two' }]);
    await expect.poll(() => page.messages()).toEqual(['one', VICTIM, 'two']);
    expect(page.text('field-error')).toMatch(/takes too long/);
    await page.rerender({ ...props, filter: { regex: 'o' } });
    await expect.poll(() => page.messages()).toEqual(['one', 'two']);
    expect(page.part('field-error')).toBeUndefined();
  });
});

describe('an expression that only a worker may run', () => {
  it('finds, marks, steps and filters like any other', async () => {
    const stream = stageStream([
      { message: 'aab ab' },
      ...serverLines(300),
      { message: `${'-'.repeat(12_000)}aab` },
    ]);
    const page = await openViewer({ stream });
    page.handle.find('(a+)+b', { regex: true });
    await expect.poll(() => page.text('search-count')).toMatch(/^1\/\d+$/);
    await expect.poll(() => page.inSight()).toContain(0);
    await expect.poll(() => marked(page).slice(0, 2)).toEqual(['aab', 'ab']);
    page.field('search').focus();
    await userEvent.keyboard('{Shift>}{Enter}{/Shift}');
    // The last match lies behind the cut of a long line, and is uncovered once the worker has told where.
    await expect.poll(() => page.inSight()).toContain(301);
    await expect
      .poll(() => page.viewport.querySelector('mark[data-current]')?.textContent, { timeout: 10_000 })
      .toBe('aab');
    page.handle.find('');
    page.handle.setFilter({ regex: '^(a+)+b' });
    await expect.poll(() => page.messages()).toEqual(['aab ab']);
    page.handle.follow(false);
    await expect.poll(() => page.viewport.dataset['following']).toBeUndefined();
    stream.append([{ message: 'ab new' }, { message: 'b' }, { message: 'aaab', level: 'error' }]);
    await expect.poll(() => page.messages()).toEqual(['aab ab', 'ab new', 'aaab']);
    await expect.poll(() => page.text('new-lines')).toBe('2 new lines, 1 error');
  });
});

describe('a query', () => {
  const lines = [
    { message: 'GET /healthz 200', labels: { stream: 'stdout' } },
    { message: 'timeout of worker 3', level: 'error', labels: { stream: 'stderr' } },
    { message: 'timeout of healthz', level: 'warn', labels: { stream: 'stderr' } },
    { message: 'level:error (a | -b', labels: { stream: 'stdout' } },
  ] as const;

  it('is text until the box is told to read it', async () => {
    const page = await openViewer({ stream: stageStream(lines) });
    await userEvent.fill(page.field('filter'), 'level:error (a | -b');
    await expect.poll(() => page.messages()).toEqual(['level:error (a | -b']);
    await userEvent.fill(page.field('filter'), 'of worker');
    await expect.poll(() => page.messages()).toEqual(['timeout of worker 3']);
  });

  it('joins conditions, and goes on with the other filters', async () => {
    const page = await openViewer({ stream: stageStream(lines) });
    await userEvent.click(page.field('filter'));
    await userEvent.click(page.button('Filter by a query'));
    await userEvent.fill(page.field('filter'), 'timeout -healthz | 200');
    await expect.poll(() => page.messages()).toEqual(['GET /healthz 200', 'timeout of worker 3']);
    await userEvent.fill(page.field('filter'), 'timeout level:warn+');
    await expect.poll(() => page.messages()).toEqual(['timeout of worker 3', 'timeout of healthz']);
    await userEvent.fill(page.field('filter'), 'stream:stderr /w.rker/');
    await expect.poll(() => page.messages()).toEqual(['timeout of worker 3']);
    // Back to plain text, with the same words.
    await userEvent.click(page.button('Filter by a query'));
    await expect.poll(() => page.text('line-count')).toBe('0 of 4 lines');
  });

  it('says where it cannot be read, and keeps the last filter', async () => {
    const page = await openViewer({ stream: stageStream(lines) });
    page.handle.setFilter({ query: 'timeout' });
    await expect.poll(() => page.messages()).toHaveLength(2);
    expect(page.field('filter').value).toBe('timeout');
    await userEvent.fill(page.field('filter'), 'timeout (healthz');
    await expect.poll(() => page.text('field-error')).toBe('This bracket is not closed (at character 9)');
    expect(page.messages()).toHaveLength(2);
    expect(page.field('filter').getAttribute('aria-invalid')).toBe('true');
  });

  it('stands in the box for a filter that the program gave', async () => {
    const page = await openViewer({ stream: stageStream(lines) });
    page.handle.setFilter({ any: [{ text: '200' }, { levels: ['error'] }] });
    await expect.poll(() => page.messages()).toHaveLength(2);
    await expect.poll(() => page.field('filter').value).toBe('(200 | level:error)');
    expect(page.button('Filter by a query').getAttribute('aria-pressed')).toBe('true');
  });
});

describe('context', () => {
  const log = Array.from({ length: 200 }, (_, at) => ({
    message: at % 50 === 20 ? `hit ${at}` : `line ${at}`,
  }));

  it('shows lines around each match, and says how many are hidden between', async () => {
    const stream = stageStream(log);
    const page = await openViewer({ stream, height: 700 });
    page.handle.setFilter({ text: 'hit', context: 2 });
    await expect
      .poll(() => page.rows().map((row) => Number(row.dataset['seq'])))
      .toEqual([20, 70, 120, 170].flatMap((hit) => [hit - 2, hit - 1, hit, hit + 1, hit + 2]));
    const separators = (): (string | null)[] =>
      [...page.viewport.querySelectorAll('[data-tailrace="separator"]')].map((each) => each.textContent);
    expect(separators()).toEqual(['⋯ 45 lines', '⋯ 45 lines', '⋯ 45 lines']);
    expect(page.text('line-count')).toBe('20 of 200 lines');
    // A late match brings the lines before it, and those after it as they come.
    stream.append([{ message: 'a' }, { message: 'b' }, { message: 'late hit' }]);
    await expect.poll(() => page.messages().slice(-3)).toEqual(['a', 'b', 'late hit']);
    stream.append([{ message: 'c' }, { message: 'd' }, { message: 'e' }]);
    await expect.poll(() => page.messages().slice(-3)).toEqual(['late hit', 'c', 'd']);
    expect(separators()).toEqual(['⋯ 45 lines', '⋯ 45 lines', '⋯ 45 lines', '⋯ 27 lines']);
  });

  it('is chosen in the menu, and meets what is near in one window', async () => {
    const page = await openViewer({ stream: stageStream(log), height: 700 });
    await userEvent.fill(page.field('filter'), 'hit');
    await expect.poll(() => page.rows().length).toBe(4);
    await userEvent.click(page.button('More filters'));
    await userEvent.selectOptions(page.part('context') as HTMLSelectElement, '20');
    await expect.poll(() => page.text('line-count')).toBe('164 of 200 lines');
    await userEvent.fill(page.field('filter'), 'line 1');
    await expect.poll(() => page.part('viewport')?.querySelector('[data-tailrace="separator"]')).toBeNull();
  });

  it('keeps what is read where it is while matches come and old ones go', async () => {
    const stream = stageStream(
      Array.from({ length: 1_000 }, (_, at) => ({ message: at % 10 === 0 ? `hit ${at}` : `line ${at}` })),
      1_100,
    );
    const page = await openViewer({ stream });
    page.handle.setFilter({ text: 'hit', context: 1 });
    await expect.poll(() => page.text('line-count')).toBe('299 of 1,000 lines');
    page.handle.scrollToSeq(500, { align: 'start' });
    await page.wheel(7);
    await expect.poll(() => page.inSight()).toContain(511);
    const place = page.placeOf(511);
    for (let round = 0; round < 8; round += 1) {
      stream.append(
        Array.from({ length: 50 }, (_, at) => ({ message: at % 5 === 0 ? 'new hit' : 'new line' })),
      );
      await expect.poll(() => page.text('line-count')).toContain(round < 2 ? ' of 1,' : ' of 1,100 lines');
      expect(Math.abs(page.placeOf(511) - place)).toBeLessThanOrEqual(1);
    }
  });
});

describe('the place', () => {
  it('is kept, or the end, when what was not found comes later', async () => {
    const stream = stageStream(serverLines(1_000), 1_000);
    const page = await openViewer({ stream });
    await expect.poll(() => page.inSight().at(-1)).toBe(999);
    await userEvent.fill(page.field('search'), 'comes later');
    await expect.poll(() => page.text('search-count')).toBe('0/0');
    stream.append([{ message: 'it comes later' }, ...serverLines(100)]);
    await expect.poll(() => page.text('search-count')).toBe('1/1');
    await expect.poll(() => page.inSight().at(-1)).toBe(1_100);
    page.handle.scrollToSeq(400, { align: 'start' });
    await expect.poll(() => page.inSight()[0]).toBe(400);
    await userEvent.fill(page.field('search'), 'later still');
    await expect.poll(() => page.text('search-count')).toBe('0/0');
    stream.append([{ message: 'later still' }]);
    await expect.poll(() => page.text('search-count')).toBe('1/1');
    expect(page.inSight()[0]).toBe(400);
  });

  it('is kept within a pixel when a filter is left, with the box or a key', async () => {
    const stream = stageStream(serverLines(5_000));
    const page = await openViewer({ stream });
    await expect.poll(() => page.inSight().at(-1)).toBe(4_999);
    for (const clear of [
      () => userEvent.fill(page.field('filter'), ''),
      () => userEvent.keyboard('{Escape}'),
      () => userEvent.click(page.button('Show all lines')),
    ]) {
      await userEvent.fill(page.field('filter'), 'slow query');
      await expect.poll(() => page.text('line-count')).toMatch(/^\d+ of 5,000 lines$/);
      page.handle.scrollToSeq(2_500, { align: 'start' });
      await expect.poll(() => Math.abs((page.inSight()[0] ?? 0) - 2_500)).toBeLessThan(100);
      const { scrollTop } = page.viewport;
      await page.wheel(33);
      await expect.poll(() => page.viewport.scrollTop).toBeGreaterThan(scrollTop);
      // The first line that is more than a sliver.
      const seq = page.inSight().find((each) => page.placeOf(each) > -10) as number;
      const place = page.placeOf(seq);
      page.field('filter').focus();
      await clear();
      await expect.poll(() => page.text('line-count')).toBe('5,000 lines');
      await expect.poll(() => page.row(seq + 1)).toBeDefined();
      expect(Math.abs(page.placeOf(seq) - place)).toBeLessThanOrEqual(1);
    }
  });

  it('is that of the match one has gone to, when there is one in sight', async () => {
    const stream = stageStream(serverLines(5_000));
    const page = await openViewer({ stream });
    page.handle.setFilter({ text: 'slow query', context: 1 });
    await expect.poll(() => page.text('line-count')).toMatch(/ of 5,000 lines$/);
    page.handle.scrollToSeq(2_500);
    page.handle.find('ORDER BY');
    await expect.poll(() => page.text('search-count')).toMatch(/^[1-9]/);
    page.field('search').focus();
    await userEvent.keyboard('{Enter}');
    const current = (): HTMLElement | null =>
      page.viewport.querySelector('[data-tailrace="row"][data-current]');
    await expect.poll(current).not.toBeNull();
    const seq = Number(current()?.dataset['seq']);
    const place = page.placeOf(seq);
    expect(place).toBeGreaterThan(60);
    page.handle.setFilter({});
    await expect.poll(() => page.text('line-count')).toBe('5,000 lines');
    await expect.poll(() => page.row(seq + 1)).toBeDefined();
    expect(Math.abs(page.placeOf(seq) - place)).toBeLessThanOrEqual(1);
  });
});

describe('a query that was typed as a text', () => {
  it('and matches no line is offered as a query', async () => {
    const page = await openViewer({
      stream: stageStream([{ message: 'boom', level: 'error' }, { message: 'tick' }, { message: 'fine' }]),
    });
    await userEvent.fill(page.field('filter'), 'level:error | tick');
    await expect.poll(() => page.text('state')).toContain('No line matches the filter');
    const offer = [...(page.part('state')?.querySelectorAll('button') ?? [])][0] as HTMLElement;
    expect(offer.textContent).toBe('Filter by a query');
    await userEvent.click(offer);
    await expect.poll(() => page.messages()).toEqual(['boom', 'tick']);
    expect(page.field('filter').value).toBe('level:error | tick');
  });

  it('is not where it would be the same', async () => {
    const page = await openViewer({ stream: stageStream([{ message: 'boom' }]) });
    await userEvent.fill(page.field('filter'), 'nothing');
    await expect.poll(() => page.text('state')).toContain('No line matches the filter');
    expect(page.part('state')?.querySelectorAll('button')).toHaveLength(1);
  });
});
