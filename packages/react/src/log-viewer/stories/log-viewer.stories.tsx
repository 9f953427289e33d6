import { createLogFeed, LogStreamError } from '@tailrace/core';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { useEffect, useMemo } from 'react';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { LogViewer, type LogViewerProps } from '../log-viewer.js';
import { hostileLines } from '../testing/hostile-lines.js';
import { agentRun, ansiBuild, jsonAndTraces, manyScripts, serverLines } from '../testing/samples.js';
import { feedOf, keepFeeding } from '../testing/sources.js';
import { stageStream } from '../testing/staged-stream.js';
import { padded, part, rows } from '../testing/story-parts.js';

const meta = {
  title: 'LogViewer',
  component: LogViewer,
  parameters: { controls: { include: ['height', 'autoScroll', 'wrap', 'showTimestamps', 'theme'] } },
  args: { height: '520px' },
  decorators: [padded],
} satisfies Meta<typeof LogViewer>;

export default meta;
type Story = StoryObj<typeof meta>;

const refused = new LogStreamError(
  'network',
  'job run 4127 cannot be reached at https://logs.example.com: the connection was refused. Check that the server runs and that this page may reach it.',
);
const unauthorized = new LogStreamError(
  'unauthorized',
  'The server refused the token (401) for job run 4127. Sign in again, or give a token that is still valid.',
  { status: 401 },
);

/** Ten thousand lines: only those in sight are drawn, the end is followed. */
export const TenThousandLines: Story = {
  args: { source: feedOf(serverLines(10_000), 'job run 4127') },
  play: async ({ canvasElement }) => {
    await waitFor(() => expect(part(canvasElement, 'line-count')).toHaveTextContent('10,000 lines'));
    await waitFor(() => expect(rows(canvasElement).at(-1)).toHaveAttribute('data-seq', '9999'));
    await expect(rows(canvasElement).length).toBeLessThan(100);
  },
};

/** A busy job, live. */
export const Live: Story = {
  render: (args: LogViewerProps) => {
    const feed = useMemo(() => feedOf(serverLines(200), 'job run 4127'), []);
    useEffect(() => keepFeeding(feed, (count) => serverLines(8, 200 + count * 8), 250), [feed]);
    return <LogViewer {...args} source={feed} />;
  },
  play: async ({ canvasElement }) => {
    const last = (): number => Number(rows(canvasElement).at(-1)?.dataset['seq'] ?? -1);
    await waitFor(() => expect(last()).toBeGreaterThan(205));
    await expect(part(canvasElement, 'status')).toHaveAttribute('data-status', 'live');
  },
};

/** Find: exact count, next and previous, all matches marked. */
export const Find: Story = {
  args: { source: feedOf(serverLines(2_000), 'job run 4127') },
  play: async ({ canvasElement }) => {
    await waitFor(() => expect(rows(canvasElement).length).toBeGreaterThan(10));
    const expected = serverLines(2_000).filter((line) => line.message.includes('slow query')).length;
    await userEvent.type(part(canvasElement, 'search'), 'slow query');
    await waitFor(() =>
      expect(part(canvasElement, 'search-count')).toHaveTextContent(new RegExp(`^1/${expected}$`)),
    );
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(part(canvasElement, 'search-count')).toHaveTextContent(`2/${expected}`));
    await waitFor(() =>
      expect(canvasElement.querySelector('mark[data-current]')).toHaveTextContent('slow query'),
    );
  },
};

/** Filter by text and level; the level menu counts what is held. */
export const Filter: Story = {
  args: { source: feedOf(serverLines(2_000), 'job run 4127') },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await waitFor(() => expect(rows(canvasElement).length).toBeGreaterThan(10));
    await userEvent.type(part(canvasElement, 'filter'), 'ETIMEDOUT');
    await waitFor(() =>
      expect(rows(canvasElement).every((row) => row.dataset['level'] === 'error')).toBe(true),
    );
    await userEvent.click(canvas.getByRole('button', { name: 'Levels' }));
    await userEvent.click(canvas.getByRole('checkbox', { name: /ERROR/ }));
    await waitFor(() => expect(canvas.getByText('No line matches the filter')).toBeVisible());
    await userEvent.click(
      within(part(canvasElement, 'state')).getByRole('button', { name: 'Show all lines' }),
    );
    await waitFor(() => expect(rows(canvasElement).length).toBeGreaterThan(0));
  },
};

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

/** A build with all the colours of a terminal. */
export const TerminalColours: Story = { args: { source: feedOf(ansiBuild(), 'build 318') } };

/** Long lines wrapped. */
export const Wrapped: Story = {
  args: { source: feedOf([...hostileLines(), ...agentRun()], 'wrapped'), wrap: true },
};

/** Lines that could not be had are said, with a way to try again. */
export const Gaps: Story = {
  render: (args: LogViewerProps) => {
    const stream = useMemo(() => {
      const staged = stageStream(serverLines(24));
      staged.appendGap({
        reason: 'outage',
        missing: 412,
        from: '2026-11-03T10:31:02Z',
        to: '2026-11-03T10:31:09Z',
      });
      staged.append(serverLines(8, 24));
      staged.appendGap({ reason: 'epoch' });
      staged.append(serverLines(6, 32));
      return staged;
    }, []);
    return <LogViewer {...args} stream={stream} />;
  },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await waitFor(() => expect(canvas.getByText('412 lines missing here')).toBeVisible());
    await userEvent.click(canvas.getAllByRole('button', { name: 'Load' })[0] as HTMLElement);
    await waitFor(() => expect(canvas.getByText('Could not be filled')).toBeVisible());
  },
};

/** The connection is lost: why, when the next try comes, and a button for those who will not wait. */
export const Reconnecting: Story = {
  render: (args: LogViewerProps) => {
    const stream = useMemo(() => {
      const staged = stageStream(serverLines(40));
      staged.stage({
        status: 'reconnecting',
        error: refused,
        retry: { attempt: 3, at: Date.now() + 25_000, delay: 30_000 },
      });
      return staged;
    }, []);
    return <LogViewer {...args} stream={stream} />;
  },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await waitFor(() => expect(canvas.getByText(/Next try in \d+ s \(attempt 3\)/)).toBeVisible());
    await expect(canvas.getByRole('button', { name: 'Retry now' })).toBeEnabled();
  },
};

/** It failed for good, with lines held. */
export const Failed: Story = {
  render: (args: LogViewerProps) => {
    const stream = useMemo(() => {
      const staged = stageStream(serverLines(40));
      staged.stage({ status: 'failed', error: unauthorized });
      return staged;
    }, []);
    return <LogViewer {...args} stream={stream} />;
  },
};

/** It failed for good before a line came. */
export const FailedEmpty: Story = {
  render: (args: LogViewerProps) => {
    const stream = useMemo(() => {
      const staged = stageStream();
      staged.stage({ status: 'failed', error: unauthorized });
      return staged;
    }, []);
    return <LogViewer {...args} stream={stream} />;
  },
};

/** The first connection is on its way. */
export const Connecting: Story = {
  render: (args: LogViewerProps) => {
    const stream = useMemo(() => {
      const staged = stageStream();
      staged.stage({ status: 'connecting' });
      return staged;
    }, []);
    return <LogViewer {...args} stream={stream} />;
  },
};

/** Connected, and nothing written yet. */
export const Empty: Story = { args: { source: createLogFeed({ title: 'job run 4127' }) } };

/** No source. */
export const Idle: Story = { args: { source: null } };

/** The run is over. */
export const Complete: Story = {
  render: (args: LogViewerProps) => {
    const stream = useMemo(() => {
      const staged = stageStream(serverLines(40));
      staged.stage({ status: 'complete', outcome: 'completed', history: 'start' });
      return staged;
    }, []);
    return <LogViewer {...args} stream={stream} />;
  },
};

/** A phone: the toolbar folds, the lines still read. */
export const Narrow: Story = {
  args: { source: feedOf([...serverLines(400), ...agentRun()], 'task 9f3c1ab2') },
  decorators: [
    (Story) => (
      <div style={{ width: 380 }}>
        <Story />
      </div>
    ),
  ],
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await waitFor(() => expect(rows(canvasElement).length).toBeGreaterThan(10));
    await expect(part(canvasElement, 'filter')).toBeVisible();
    await expect(canvas.queryByRole('button', { name: 'Clear' })).toBeNull();
    await userEvent.click(canvas.getByRole('button', { name: 'More tools' }));
    await waitFor(() => expect(canvas.getByRole('button', { name: 'Clear' })).toBeVisible());
  },
};

/** Lines that would do harm in a careless viewer are text here; what cannot be seen stands under its name. */
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

/** Many scripts: right-to-left lines begin at their own side of the text, and nothing else moves. */
export const ManyScripts: Story = {
  args: { source: feedOf(manyScripts(), 'orders') },
  play: async ({ canvasElement }) => {
    await waitFor(() => expect(rows(canvasElement).length).toBe(manyScripts().length));
    const numbers = canvasElement.querySelectorAll('[data-tailrace="line-number"]');
    await expect(new Set([...numbers].map((number) => number.getBoundingClientRect().left)).size).toBe(1);
  },
};

/** JSON in messages and metadata as a tree that opens by mouse and keys; a stack trace under its first line. */
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

/** A line of a megabyte: its beginning, and more in pieces. */
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

/** Always dark, whatever is around it. */
export const Dark: Story = { args: { source: feedOf(serverLines(500), 'job run 4127'), theme: 'dark' } };
