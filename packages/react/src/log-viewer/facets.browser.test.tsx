import { createLogFeed, createLogStream } from '@tailrace/core';
import { describe, expect, it, vi } from 'vitest';
import { page as browser, userEvent } from 'vitest/browser';
import { openedParts } from './late-parts.js';
import { agentRun, serverLines } from './testing/samples.js';
import { stageStream } from './testing/staged-stream.js';
import { openViewer } from './testing/viewer-page.js';

describe('facets', () => {
  it('are what the lines are labelled with, with live counts', async () => {
    const stream = stageStream(agentRun());
    const page = await openViewer({ stream, height: 700 });
    await userEvent.click(page.button('More filters'));
    const names = (): (string | null)[] =>
      [...document.querySelectorAll('[data-tailrace="facet"] legend')].map((each) => each.textContent);
    await expect.poll(names).toEqual(['Kind', 'Step']);
    const option = (name: string): HTMLElement =>
      [...document.querySelectorAll<HTMLElement>('[data-tailrace="facet"] label')].find((each) =>
        each.textContent.startsWith(name),
      ) as HTMLElement;
    expect(option('coding').textContent).toBe('coding4');
    stream.append([{ message: 'more', labels: { log_type: 'coding', stream: 'stderr' } }]);
    await expect.poll(() => option('coding').textContent).toBe('coding5');
    expect(names()).toEqual(['Stream', 'Kind', 'Step']);
    await userEvent.click(option('coding').querySelector('input') as HTMLElement);
    await expect.poll(() => page.text('line-count')).toBe('5 of 14 lines');
    await userEvent.click(option('error').querySelector('input') as HTMLElement);
    await expect.poll(() => page.text('line-count')).toBe('6 of 14 lines');
    await userEvent.click(option('tests').querySelector('input') as HTMLElement);
    await expect.poll(() => page.text('line-count')).toBe('1 of 14 lines');
    expect(page.button('More filters').getAttribute('aria-pressed')).toBe('true');
    expect(page.part('facet-count')?.dataset['glyph']).toBe('2');
    await userEvent.click(page.button('Show all'));
    await expect.poll(() => page.text('line-count')).toBe('14 lines');
  });

  it('are counted while lines come that are yet to be told, and React has nothing to say against it', async () => {
    const complaints = vi.spyOn(console, 'error');
    const feed = createLogFeed();
    const stream = createLogStream(feed);
    feed.append('one request');
    const page = await openViewer({ stream });
    await openedParts.load();
    page.handle.find('request');
    await expect.poll(() => page.text('search-count')).toBe('1/1');
    feed.append([{ message: 'one more request', level: 'fatal' }]);
    // At once, before anybody is told of the line.
    page.button('Levels').click();
    const fatal = (): string | undefined =>
      document.querySelector('label[data-level="fatal"] [data-tailrace="count"]')?.textContent;
    await expect.poll(fatal).toBe('1');
    expect(complaints).not.toHaveBeenCalled();
    complaints.mockRestore();
    stream.dispose();
  });

  it('name a label that has too many values to list them, as long as lines have it', async () => {
    const lines = Array.from({ length: 201 }, (_, at) => ({
      message: `request ${at}`,
      labels: { request_id: `r${at}`, ['x'.repeat(300)]: `${at}`, stream: at % 2 ? 'stdout' : 'stderr' },
    }));
    const stream = stageStream(lines, 300);
    const page = await openViewer({ stream, height: 700 });
    await userEvent.click(page.button('More filters'));
    await expect.poll(() => page.text('facets')).toContain('More than 200 values: @request_id');
    expect(page.text('facets')).toContain('stderr101');
    const facets = page.part('facets') as HTMLElement;
    expect(facets.scrollWidth).toBeLessThanOrEqual(facets.clientWidth);
    // Its lines are found all the same.
    await userEvent.keyboard('{Escape}');
    page.handle.setFilter({ query: '@request_id:r17,r200 -@stream:stdout' });
    await expect.poll(() => page.messages()).toEqual(['request 200']);
    page.handle.setFilter({});
    await userEvent.click(page.button('More filters'));
    stream.append(serverLines(300));
    await expect.poll(() => page.text('facets')).not.toContain('More than 200');
  });

  it('are checked where the program asks for them, and can be unchecked', async () => {
    const lines = ['stdout', 'stderr', 'stdout'].map((stream, at) => ({
      message: `line ${at}`,
      labels: { stream, step_name: at === 2 ? 'Build image' : 'Test', pod: 'a' },
    }));
    const asked: unknown[] = [];
    const props = { stream: stageStream(lines), onFilterChange: (next: unknown) => asked.push(next) };
    const page = await openViewer({ ...props, filter: { streams: ['stdout'], steps: ['IMAGE'] } });
    await expect.poll(() => page.messages()).toEqual(['line 2']);
    await userEvent.click(page.button('More filters'));
    const box = (value: string): HTMLInputElement =>
      document.querySelector(
        `[data-tailrace="facet"] label:has([title="${value}"]) input`,
      ) as HTMLInputElement;
    const checked = (): string[] =>
      ['stdout', 'stderr', 'Build image', 'Test', 'a'].filter((value) => box(value).checked);
    await expect.poll(() => page.part('facet')).toBeDefined();
    expect(checked()).toEqual(['stdout', 'Build image']);
    expect(page.part('facet-count')?.dataset['glyph']).toBe('2');
    await userEvent.click(box('Build image'));
    // The page decides: until it has, nothing changes.
    expect(asked).toEqual([{ streams: ['stdout'] }]);
    expect(checked()).toEqual(['stdout', 'Build image']);
    await page.rerender({ ...props, filter: { streams: ['stdout'] } });
    await expect.poll(checked).toEqual(['stdout']);
    await userEvent.click(box('stderr'));
    expect(asked.at(-1)).toEqual({ streams: ['stdout', 'stderr'] });
  });

  it('leave levels to a menu of their own, which shows what a least level hides, and takes it back', async () => {
    const lines = (['info', 'warn', 'error', 'fatal'] as const).map((level) => ({ message: level, level }));
    const page = await openViewer({ stream: stageStream(lines), defaultFilter: { minLevel: 'error' } });
    await expect.poll(() => page.messages()).toEqual(['error', 'fatal']);
    expect(page.button('2 of 6 levels').getAttribute('aria-pressed')).toBe('true');
    await userEvent.click(page.button('2 of 6 levels'));
    const box = (level: string): HTMLInputElement =>
      document.querySelector(`[data-tailrace="popover"] [data-level="${level}"] input`) as HTMLInputElement;
    await expect.poll(() => box('warn').checked).toBe(false);
    expect(box('error').checked).toBe(true);
    await userEvent.click(box('warn'));
    await expect.poll(() => page.messages()).toEqual(['warn', 'error', 'fatal']);
    await userEvent.click(page.button('All levels'));
    await expect.poll(() => page.messages()).toEqual(['info', 'warn', 'error', 'fatal']);
  });

  it('and levels have a button that leaves one of them alone, for a mouse and for keys', async () => {
    const page = await openViewer({ stream: stageStream(agentRun()), height: 700 });
    const levels = agentRun().map(({ level }) => level);
    const count = (level: string): number => levels.filter((each) => each === level).length;
    await userEvent.click(page.button('Levels'));
    const only = (name: string): HTMLElement =>
      browser.getByRole('button', { name: `Only ${name}`, exact: true }).element() as HTMLElement;
    const shown = (element: HTMLElement): boolean => Number(getComputedStyle(element).opacity) === 1;
    await expect.poll(() => page.part('popover')).toBeDefined();
    expect(shown(only('ERROR'))).toBe(false);
    await userEvent.hover(page.part('popover')?.querySelector('[data-level="error"]') as Element);
    await expect.poll(() => shown(only('ERROR'))).toBe(true);
    await userEvent.click(only('ERROR'));
    await expect.poll(() => page.text('line-count')).toBe(`${count('error')} of ${levels.length} lines`);
    expect(page.rows().every((row) => row.dataset['level'] === 'error')).toBe(true);

    (page.part('popover')?.querySelector('[data-level="error"] input') as HTMLElement).focus();
    await userEvent.keyboard('{Tab}');
    expect(document.activeElement).toBe(only('ERROR'));
    await userEvent.hover(page.viewport);
    expect(shown(only('ERROR'))).toBe(true);
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    expect(document.activeElement).toBe(only('INFO'));
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => page.text('line-count')).toBe(`${count('info')} of ${levels.length} lines`);
    expect(document.activeElement).toBe(only('INFO'));
    await userEvent.click(page.button('All levels'));

    await userEvent.click(page.button('More filters'));
    await expect.poll(() => page.part('facet')).toBeDefined();
    await userEvent.click(only('coding'));
    await expect.poll(() => page.text('line-count')).toBe('4 of 13 lines');
    await userEvent.click(only('error'));
    await expect.poll(() => page.text('line-count')).toBe('1 of 13 lines');
    await userEvent.click(page.button('Show all'));
    await expect.poll(() => page.text('line-count')).toBe('13 lines');
  });

  it('offer only the context where no line has a label', async () => {
    const page = await openViewer({ stream: stageStream(serverLines(5)) });
    await userEvent.click(page.button('More filters'));
    await expect.poll(() => page.part('context')).toBeDefined();
    expect(page.part('facet')).toBeUndefined();
  });

  it('are listed in part where there are thousands: the rest is reached by typing, and page by page', async () => {
    const lines = Array.from({ length: 180 }, (_, at) => ({
      message: `line ${at}`,
      labels: Object.fromEntries(
        Array.from({ length: 30 }, (_unused, label) => [`label_${label}`, `v${at}-${label}`]),
      ),
    }));
    const page = await openViewer({ stream: stageStream(lines), height: 700 });
    page.button('More filters').focus();
    await userEvent.keyboard('{ArrowDown}');
    await expect.poll(() => page.part('facets')).toBeDefined();
    const panel = page.part('facets') as HTMLElement;
    const boxes = (): readonly HTMLInputElement[] => [
      ...panel.querySelectorAll<HTMLInputElement>('[type="checkbox"]'),
    ];
    expect(boxes()).toHaveLength(100);
    // The keys are in the field from the start, and lead from there to the values.
    expect(document.activeElement).toBe(
      browser.getByRole('searchbox', { name: /a label or a value/ }).element(),
    );
    await userEvent.keyboard('v179-29');
    await expect.poll(() => boxes().length).toBe(1);
    expect(panel.querySelector('legend')?.textContent).toBe('label 29');
    await userEvent.keyboard('{ArrowDown} ');
    await expect.poll(() => page.text('line-count')).toBe('1 of 180 lines');
    expect(document.activeElement).toBe(boxes()[0]);

    const field = panel.querySelector('[type="search"]') as HTMLInputElement;
    await userEvent.fill(field, 'nowhere');
    await expect.poll(() => panel.querySelector('[role="status"]')?.textContent).toBe('No match');
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => boxes().length).toBe(101);
    expect(boxes().at(-1)?.checked).toBe(true);
    const more = browser.getByRole('button', { name: '5,299 more' });
    await userEvent.click(more);
    await expect.poll(() => boxes().length).toBe(201);
    expect(page.button('5,199 more').isConnected).toBe(true);
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => page.part('facets')).toBeUndefined();
  });

  it.each([
    [820, 'ltr'],
    [900, 'ltr'],
    [900, 'rtl'],
    [340, 'ltr'],
    [340, 'rtl'],
  ] as const)(
    'are not cut off by the edge of a page, %d px wide and %s, if they are long',
    async (width, dir) => {
      await browser.viewport(width, 500);
      const labels = { pod: 'checkout-service-7f9c6d5b8-x2x4z-canary-europe-west' };
      const page = await openViewer({ stream: stageStream([{ message: 'one', labels }]) }, (viewer) => (
        <div dir={dir}>{viewer}</div>
      ));
      await userEvent.click(page.button('More filters'));
      await expect.poll(() => page.part('facet')).toBeDefined();
      const { left, right } = (page.part('popover') as HTMLElement).getBoundingClientRect();
      expect([left >= 0, right <= width]).toEqual([true, true]);
    },
  );

  it('come into a menu that is open, and are not cut off by the edge of the page, either', async () => {
    await browser.viewport(900, 500);
    const stream = stageStream();
    const page = await openViewer({ stream });
    await userEvent.click(page.button('More filters'));
    await expect.poll(() => page.part('context')).toBeDefined();
    const { left } = (page.part('popover') as HTMLElement).getBoundingClientRect();
    stream.append([
      { message: 'one', labels: { pod: 'checkout-service-7f9c6d5b8-x2x4z-canary-europe-west' } },
    ]);
    await expect.poll(() => page.part('facet')).toBeDefined();
    const box = (page.part('popover') as HTMLElement).getBoundingClientRect();
    expect([box.left, box.right <= 900]).toEqual([left, true]);
  });

  it('need no field where there are few', async () => {
    const page = await openViewer({ stream: stageStream(agentRun()) });
    await userEvent.click(page.button('More filters'));
    await expect.poll(() => page.part('facets')).toBeDefined();
    expect(page.part('facets')?.querySelector('[type="search"]')).toBeNull();
  });
});
