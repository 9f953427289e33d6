import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { LogViewer } from '../log-viewer.js';
import { hostileLines } from '../testing/hostile-lines.js';
import { agentRun, ansiBuild, jsonAndTraces, manyScripts, serverLines } from '../testing/samples.js';
import { feedOf } from '../testing/sources.js';
import { padded, part, rows } from '../testing/story-parts.js';

/**
 * What a line may contain: terminal colours, JSON, a stack trace, any script, a megabyte of text, or an attack. All of it is text:
 * no part of a line is ever interpreted as HTML.
 */
const meta = {
  title: 'LogViewer/Lines',
  component: LogViewer,
  tags: ['autodocs'],
  args: { height: '420px' },
  parameters: { controls: { include: ['height', 'wrap', 'showTimestamps', 'theme'] } },
  decorators: [padded],
} satisfies Meta<typeof LogViewer>;

export default meta;
type Story = StoryObj<typeof meta>;

/** A task of a coding agent: kinds of line, steps, progress, details. */
export const AgentRun: Story = {
  args: { source: feedOf(agentRun(), 'task 9f3c1ab2') },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await waitFor(() => expect(rows(canvasElement).length).toBe(agentRun().length));
    await userEvent.click(canvas.getAllByRole('button', { name: 'Details' })[2] as HTMLElement);
    await waitFor(() => expect(canvas.getByText('"usePagination.test.ts"')).toBeVisible());
    await expect(canvas.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '100');
  },
};

/** A build with all terminal colours. */
export const TerminalColours: Story = {
  args: { source: feedOf(ansiBuild(), 'build 318') },
  play: async ({ canvasElement }) => {
    await waitFor(() => expect(rows(canvasElement).length).toBe(ansiBuild().length));
    const spans = [...canvasElement.querySelectorAll('[data-ansi]')];
    await expect(new Set(spans.map((span) => getComputedStyle(span).color)).size).toBeGreaterThan(5);
    await expect(part(canvasElement, 'viewport').textContent).not.toContain('\u001b');
  },
};

/** JSON in messages and metadata as a tree, operated by mouse or keyboard; a stack trace folded under its first line. */
export const JsonAndTraces: Story = {
  args: { source: feedOf(jsonAndTraces(), 'orders') },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await waitFor(() => expect(rows(canvasElement).length).toBe(jsonAndTraces().length));
    await userEvent.click(canvas.getAllByRole('button', { name: 'Details' })[1] as HTMLElement);
    await userEvent.click(canvas.getByRole('button', { name: '+5 lines' }));
    const tree = await canvas.findByRole('tree');
    await expect(within(tree).getAllByRole('treeitem')).toHaveLength(6);
    await userEvent.click(within(tree).getByText('[3]'));
    await userEvent.keyboard('{ArrowRight}');
    await waitFor(() => expect(within(tree).getAllByRole('treeitem')).toHaveLength(6));
    await expect(within(tree).queryByText('3980')).toBeVisible();
    await expect(canvas.getByText(/Caused by: Error: the list is empty/)).toBeVisible();
  },
};

/** Many scripts: right-to-left lines keep their own direction, and nothing else is affected. */
export const ManyScripts: Story = {
  args: { source: feedOf(manyScripts(), 'orders') },
  play: async ({ canvasElement }) => {
    await waitFor(() => expect(rows(canvasElement).length).toBe(manyScripts().length));
    const numbers = canvasElement.querySelectorAll('[data-tailrace="line-number"]');
    await expect(new Set([...numbers].map((number) => number.getBoundingClientRect().left)).size).toBe(1);
  },
};

/** Long lines wrapped. */
export const Wrapped: Story = {
  args: { source: feedOf([...hostileLines(), ...agentRun()], 'wrapped'), wrap: true, autoScroll: false },
  play: async ({ canvasElement }) => {
    await waitFor(() => {
      const heights = rows(canvasElement).map((row) => row.getBoundingClientRect().height);
      return expect(Math.max(...heights)).toBeGreaterThan(2 * Math.min(...heights));
    });
    const { scrollWidth, clientWidth } = part(canvasElement, 'viewport');
    await expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
  },
};

/** A line of a megabyte: its beginning, and more on request. */
export const LongLine: Story = {
  args: {
    source: feedOf(
      [
        ...serverLines(4),
        { message: `payload: ${'lorem ipsum dolor sit amet '.repeat(38_000)}` },
        ...serverLines(4, 4),
      ],
      'job run 4127',
    ),
    wrap: true,
    height: '360px',
  },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    const more = await canvas.findByRole('button', { name: /^Show more/ });
    const length = (): number =>
      canvasElement.querySelector('[data-seq="4"] [data-tailrace="message"]')?.textContent?.length ?? 0;
    await expect(length()).toBe(10_000);
    await userEvent.click(more);
    await waitFor(() => expect(length()).toBe(100_000));
  },
};

/** Lines that would do harm in a careless viewer are shown as text; invisible characters are shown by name. */
export const HostileLines: Story = {
  args: { source: feedOf(hostileLines(), 'hostile'), height: '720px' },
  play: async ({ canvasElement }) => {
    await waitFor(() => expect(rows(canvasElement).length).toBe(hostileLines().length));
    await expect(
      part(canvasElement, 'viewport').querySelectorAll('img, script, svg[onload], b, iframe'),
    ).toHaveLength(0);
    const targets = [...canvasElement.querySelectorAll('a')].map((link) => link.protocol);
    await expect(targets.filter((protocol) => !/^(https?|mailto):$/.test(protocol))).toEqual([]);
    await expect(Object.keys(window).filter((key) => key.includes('hacked'))).toEqual([]);
    const glyphs = [...canvasElement.querySelectorAll<HTMLElement>('[data-tailrace="glyph"]')];
    await expect(glyphs.map((glyph) => glyph.dataset['glyph'])).toContain('RLO');
  },
};
