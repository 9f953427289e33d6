import type { Meta, StoryObj } from '@storybook/react-vite';
import { useEffect, useState } from 'react';
import { expect, waitFor } from 'storybook/test';
import { LogViewer } from '../log-viewer.js';
import { agentRun, serverLines } from '../testing/samples.js';
import { feedOf, keepFeeding } from '../testing/sources.js';
import { padded, part, rows } from '../testing/story-parts.js';

const meta = {
  title: 'LogViewer/First look',
  component: LogViewer,
  args: { height: '420px' },
  argTypes: {
    theme: { control: 'inline-radio', options: ['auto', 'light', 'dark'] },
    showTimestamps: { control: 'select', options: ['local', 'utc', 'date', 'relative', 'delta', 'off'] },
  },
  parameters: { controls: { include: ['height', 'autoScroll', 'wrap', 'showTimestamps', 'theme'] } },
  decorators: [padded],
} satisfies Meta<typeof LogViewer>;

export default meta;
type Story = StoryObj<typeof meta>;

/** A busy job, live. Scroll up to read: the lines on screen stay in place. */
export const Live: Story = {
  render: (args) => {
    const [feed] = useState(() => feedOf(serverLines(200), 'job run 4127'));
    useEffect(() => keepFeeding(feed, (count) => serverLines(8, 200 + count * 8), 250), [feed]);
    return <LogViewer {...args} source={feed} />;
  },
  play: async ({ canvasElement }) => {
    const last = (): number => Number(rows(canvasElement).at(-1)?.dataset['seq'] ?? -1);
    await waitFor(() => expect(last()).toBeGreaterThan(205));
    await expect(part(canvasElement, 'status')).toHaveAttribute('data-status', 'live');
  },
};

/** The task of a coding agent. */
export const Task: Story = {
  tags: ['one-theme'],
  args: { source: feedOf(agentRun(), 'task 9f3c1ab2') },
  play: ({ canvasElement }) => waitFor(() => expect(rows(canvasElement)).toHaveLength(agentRun().length)),
};

/** Ten thousand lines: only visible ones are rendered, and the end is followed. */
export const TenThousandLines: Story = {
  tags: ['one-theme'],
  args: { source: feedOf(serverLines(10_000), 'job run 4127') },
  play: async ({ canvasElement }) => {
    await waitFor(() => expect(part(canvasElement, 'line-count')).toHaveTextContent('10,000 lines'));
    await waitFor(() => expect(rows(canvasElement).at(-1)).toHaveAttribute('data-seq', '9999'));
    await expect(rows(canvasElement).length).toBeLessThan(100);
  },
};
