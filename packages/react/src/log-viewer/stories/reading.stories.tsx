import type { LogFilter } from '@tailrace/core';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { useEffect, useMemo, useRef, useState } from 'react';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import type { LogViewerHandle } from '../handle.js';
import { LogViewer, type LogViewerProps } from '../log-viewer.js';
import { serverLines } from '../testing/samples.js';
import { feedOf } from '../testing/sources.js';
import { stageStream } from '../testing/staged-stream.js';
import { padded, part, phoneWide, rows } from '../testing/story-parts.js';

/** Selecting and copying lines, links to them, five timestamp modes, all keys, and the ledger. */
const meta = {
  title: 'LogViewer/Reading',
  component: LogViewer,
  tags: ['autodocs'],
  args: { height: '420px' },
  decorators: [padded],
} satisfies Meta<typeof LogViewer>;

export default meta;
type Story = StoryObj<typeof meta>;

const numbers = (canvas: HTMLElement): readonly HTMLElement[] => [
  ...canvas.querySelectorAll<HTMLElement>('[data-tailrace="line-number"]'),
];

/** Lines are selected by their numbers; the status bar shows how many, and copies them in one of four formats. */
export const Selection: Story = {
  args: { source: feedOf(serverLines(400), 'job run 4127'), permalinks: 'story' },
  play: async ({ canvasElement }) => {
    await waitFor(() => expect(rows(canvasElement).at(-1)).toHaveAttribute('data-seq', '399'));
    await userEvent.click(numbers(canvasElement).at(-14) as HTMLElement);
    const user = userEvent.setup();
    await user.keyboard('{Shift>}');
    await user.click(numbers(canvasElement).at(-9) as HTMLElement);
    await user.keyboard('{/Shift}');
    await waitFor(() => expect(part(canvasElement, 'selection')).toHaveTextContent('6 lines selected'));
    const canvas = within(canvasElement);
    await expect(canvas.getByRole('button', { name: 'Copy link' })).toBeVisible();
    await userEvent.click(canvas.getByRole('button', { name: 'Copy as' }));
    await waitFor(() => expect(canvas.getByRole('radio', { name: 'JSON lines' })).toBeVisible());
  },
};

/** Five timestamp modes, and a field that jumps to a time. */
export const Time: Story = {
  args: { source: feedOf(serverLines(2_000), 'job run 4127'), showTimestamps: 'utc' },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await waitFor(() => expect(rows(canvasElement).length).toBeGreaterThan(10));
    await userEvent.click(canvas.getByRole('button', { name: 'Timestamps: UTC' }));
    await userEvent.type(await waitFor(() => part(canvasElement, 'jump-time')), '09:43:00');
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(part(canvasElement, 'selection')).toHaveTextContent('1 line selected'));
    const row = canvasElement.querySelector('[data-tailrace="row"][data-selected] time');
    await expect(row).toHaveTextContent(/^09:43:00/);
    await userEvent.click(canvas.getByRole('button', { name: 'Timestamps: UTC' }));
    await userEvent.type(await waitFor(() => part(canvasElement, 'jump-time')), 'noon');
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(part(canvasElement, 'jump-state')).toHaveTextContent(/^Type a time like/));
  },
};

/** The newest lines have stamps that read like this. */
async function stamps(canvas: HTMLElement, like: RegExp): Promise<void> {
  await waitFor(() => expect(rows(canvas).length).toBeGreaterThan(5));
  for (const row of rows(canvas).slice(-5)) await expect(row.querySelector('time')).toHaveTextContent(like);
}

/** Each line with the time since the one above it. */
export const Delta: Story = {
  tags: ['one-theme'],
  args: { source: feedOf(serverLines(400), 'job run 4127'), showTimestamps: 'delta' },
  play: ({ canvasElement }) => stamps(canvasElement, /^\+[\d.]+ ?\w+$/),
};

/** How long ago each line was written; updates by itself. */
export const Relative: Story = {
  tags: ['one-theme'],
  args: {
    source: feedOf(
      Array.from({ length: 40 }, (_, index) => ({
        message: `heartbeat ${index}`,
        timestamp: new Date(Date.now() - (40 - index) ** 3 * 100).toISOString(),
      })),
      'heartbeats',
    ),
    showTimestamps: 'relative',
  },
  play: ({ canvasElement }) => stamps(canvasElement, /ago$/),
};

/** `?` shows every key. */
export const Keys: Story = {
  args: { source: feedOf(serverLines(400), 'job run 4127') },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await waitFor(() => expect(rows(canvasElement).length).toBeGreaterThan(10));
    await userEvent.click(canvas.getByRole('button', { name: 'Keyboard shortcuts' }));
    await waitFor(() => expect(canvas.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible());
    await expect(canvas.getByText('Next error')).toBeVisible();
  },
};

/** The ledger, which accounts for every line that arrived. */
export const LedgerOpen: Story = {
  render: (args: LogViewerProps) => {
    const stream = useMemo(() => {
      const staged = stageStream(serverLines(300));
      const ledger = { received: 431, stored: 300, duplicates: 120, dropped: 10, malformed: 1, gaps: 1 };
      staged.stage({ ledger, history: 'more' });
      return staged;
    }, []);
    return <LogViewer {...args} stream={stream} />;
  },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await waitFor(() => expect(rows(canvasElement).length).toBeGreaterThan(10));
    await userEvent.click(canvas.getByRole('button', { name: 'What became of the lines' }));
    const entry = (name: string): HTMLElement | null =>
      canvasElement.querySelector(`[data-tailrace="ledger-entry"][data-name="${name}"] dd`);
    await waitFor(() => expect(entry('received')).toHaveTextContent('431'));
    await expect(entry('duplicates')).toHaveTextContent('120');
    await expect(canvas.getByText(/Older lines are at the server/)).toBeVisible();
  },
};

/** A link to lines that no longer exist. */
export const LinkMissing: Story = {
  render: (args: LogViewerProps) => {
    const stream = useMemo(() => {
      const staged = stageStream(serverLines(300));
      staged.stage({ history: 'start' });
      return staged;
    }, []);
    const viewer = useRef<LogViewerHandle>(null);
    useEffect(() => void viewer.current?.openLink('L12@t,2026-01-01T00:00:00Z,x'), []);
    return <LogViewer {...args} stream={stream} ref={viewer} />;
  },
  play: async ({ canvasElement }) => {
    await waitFor(() =>
      expect(part(canvasElement, 'notice')).toHaveTextContent('The linked lines are not held here'),
    );
  },
};

/** The page controls which lines are shown: here never those of level debug. */
export const Controlled: Story = {
  tags: ['one-theme'],
  render: (args: LogViewerProps) => {
    const [filter, setFilter] = useState<LogFilter>({ levels: ['error'] });
    const withoutDebug = (next: LogFilter): LogFilter => ({
      ...next,
      levels: (next.levels ?? ['info', 'warn', 'error']).filter((level) => level !== 'debug'),
    });
    const source = useMemo(() => feedOf(serverLines(1_000), 'job run 4127'), []);
    return (
      <LogViewer
        {...args}
        source={source}
        filter={filter}
        onFilterChange={(next) => setFilter(withoutDebug(next))}
      />
    );
  },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    const levels = (): ReadonlySet<string | undefined> =>
      new Set(rows(canvasElement).map((row) => row.dataset['level']));
    await waitFor(() => expect([...levels()]).toEqual(['error']));
    await userEvent.click(canvas.getByRole('button', { name: /levels$/i }));
    await userEvent.click(await canvas.findByRole('checkbox', { name: /DEBUG/ }));
    await userEvent.click(canvas.getByRole('checkbox', { name: /WARN/ }));
    await waitFor(() => expect([...levels()].sort()).toEqual(['error', 'warn']));
  },
};

/** On a phone: the status bar wraps below the lines. */
export const NarrowSelection: Story = {
  tags: ['one-theme'],
  args: { source: feedOf(serverLines(400), 'job run 4127'), permalinks: 'phone' },
  decorators: [phoneWide],
  play: async ({ canvasElement }) => {
    await waitFor(() => expect(rows(canvasElement).at(-1)).toHaveAttribute('data-seq', '399'));
    await userEvent.click(numbers(canvasElement).at(-6) as HTMLElement);
    await waitFor(() => expect(part(canvasElement, 'selection')).toHaveTextContent('1 line selected'));
    const box = part(canvasElement, 'viewer').getBoundingClientRect();
    for (const button of part(canvasElement, 'status-bar').querySelectorAll('button'))
      await expect(button.getBoundingClientRect().right).toBeLessThanOrEqual(box.right);
  },
};
