import { createLogFeed, LogStreamError, type LogStreamSnapshot } from '@tailrace/core';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, waitFor, within } from 'storybook/test';
import { LogViewer } from '../log-viewer.js';
import { serverLines } from '../testing/samples.js';
import { stageStream, type StagedStream } from '../testing/staged-stream.js';
import { OnStage, padded, part } from '../testing/story-parts.js';

/**
 * A stream is always in one of nine states. The viewer shows it at the right of its toolbar, by a word and the shape of a
 * dot. If something is wrong, it says why and what happens next, above the lines or, if there are none, in their place.
 */
const meta = {
  title: 'LogViewer/Connection',
  component: LogViewer,
  tags: ['autodocs'],
  args: { height: '260px' },
  parameters: { controls: { disable: true } },
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
const retry = (): LogStreamSnapshot['retry'] => ({ attempt: 3, at: Date.now() + 25_000, delay: 30_000 });

/** A stream with so many lines, in a state. */
const staged = (lines: number, state: () => Partial<LogStreamSnapshot>) => (): StagedStream => {
  const stream = stageStream(serverLines(lines));
  stream.stage(state());
  return stream;
};

/** A story of that state; its status is known by `word`, and by its attribute. */
const story = (
  lines: number,
  word: string,
  state: () => Partial<LogStreamSnapshot> & Pick<LogStreamSnapshot, 'status'>,
): Story => ({
  render: (args) => <OnStage {...args} stage={staged(lines, state)} />,
  play: async ({ canvasElement }) => {
    await waitFor(() => expect(part(canvasElement, 'status')).toHaveTextContent(word));
    await expect(part(canvasElement, 'status')).toHaveAttribute('data-status', state().status);
  },
});

/** No source is given yet, or `connect()` was not called. */
export const Idle: Story = {
  args: { source: null },
  play: ({ canvasElement }) =>
    waitFor(() => expect(part(canvasElement, 'status')).toHaveTextContent('Not started')),
};

/** The first connection is being established. */
export const Connecting = story(0, 'Connecting', () => ({ status: 'connecting' }));

/** Connected, and nothing has been written yet. */
export const Empty: Story = {
  args: { source: createLogFeed({ title: 'job run 4127' }) },
  play: ({ canvasElement }) =>
    waitFor(() => expect(within(canvasElement).getByText('No lines')).toBeVisible()),
};

/** Lines arrive as they are written. */
export const Live = story(40, 'Live', () => ({ status: 'live', transport: 'sse' }));

/** Neither a WebSocket nor an event stream could be opened, so the server is polled every two seconds. */
export const Polling = story(40, 'Live (polling)', () => ({ status: 'polling', transport: 'polling' }));

/** Paused by the user: lines are still received, within the limits of the buffer, but not shown. */
export const Paused = story(40, 'Paused', () => ({ status: 'paused' }));

/** The connection is lost: the reason, the time to the next attempt, and a button to retry at once. */
export const Reconnecting: Story = {
  ...story(40, 'Reconnecting', () => ({ status: 'reconnecting', error: refused, retry: retry() })),
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await waitFor(() => expect(canvas.getByText(/Next try in \d+ s \(attempt 3\)/)).toBeVisible());
    await expect(canvas.getByRole('button', { name: 'Retry now' })).toBeEnabled();
  },
};

/** The first connection cannot be established. */
export const Unreachable: Story = {
  ...story(0, 'Reconnecting', () => ({ status: 'reconnecting', error: refused, retry: retry() })),
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await waitFor(() => expect(canvas.getByText('No connection yet')).toBeVisible());
    await expect(canvas.getByRole('button', { name: 'Retry now' })).toBeEnabled();
  },
};

/** The stream has failed for good: the lines held stay, and a button tries again. */
export const Failed: Story = {
  ...story(40, 'Failed', () => ({ status: 'failed', error: unauthorized })),
  play: ({ canvasElement }) =>
    waitFor(() => expect(within(canvasElement).getByRole('alert')).toHaveTextContent('Sign in again')),
};

/** The stream failed for good before a line arrived. */
export const FailedEmpty: Story = {
  ...story(0, 'Failed', () => ({ status: 'failed', error: unauthorized })),
  play: ({ canvasElement }) =>
    waitFor(() =>
      expect(within(canvasElement).getByRole('alert')).toHaveTextContent('The log cannot be read'),
    ),
};

/** The run is over. No more requests are sent to the server. */
export const Complete = story(40, 'Complete', () => ({
  status: 'complete',
  outcome: 'completed',
  history: 'start',
}));

/** The run is over and has failed. The log is complete nevertheless. */
export const CompleteFailedRun: Story = {
  ...story(40, 'Complete', () => ({ status: 'complete', outcome: 'failed', history: 'start' })),
  play: ({ canvasElement }) =>
    waitFor(() => expect(part(canvasElement, 'status-bar')).toHaveTextContent('failed')),
};

/** The run is over and has written nothing. */
export const CompleteEmpty: Story = {
  ...story(0, 'Complete', () => ({ status: 'complete' })),
  play: ({ canvasElement }) =>
    waitFor(() =>
      expect(within(canvasElement).getByText('The log is complete and has no lines.')).toBeVisible(),
    ),
};

/** `disconnect()` was called. The lines stay. */
export const Closed = story(40, 'Disconnected', () => ({ status: 'closed' }));

/** `disconnect()` was called before a line arrived; a button connects again. */
export const ClosedEmpty: Story = {
  ...story(0, 'Disconnected', () => ({ status: 'closed' })),
  play: ({ canvasElement }) =>
    waitFor(() => expect(within(canvasElement).getByRole('button', { name: 'Connect' })).toBeVisible()),
};

/** The progress of a task, if the server reports it, as a bar under the toolbar. */
export const Progress: Story = {
  ...story(40, 'Live', () => ({ status: 'live', progress: 62 })),
  play: ({ canvasElement }) =>
    waitFor(() =>
      expect(within(canvasElement).getByRole('progressbar')).toHaveAttribute('aria-valuenow', '62'),
    ),
};
