import type { Meta, StoryObj } from '@storybook/react-vite';
import { LogStreamingService, stratal } from '@tailrace/core';
import { useMemo } from 'react';
import { expect, waitFor, within } from 'storybook/test';
import { LogViewer } from '../../log-viewer/log-viewer.js';
import { padded } from '../../log-viewer/testing/story-parts.js';
import { baseUrl, beginRun, proxyUrl, tell } from '../../testing/reference-server.js';
import { StreamingStatus } from '../streaming-status.js';
import '../../panels.css';

const meta = {
  title: 'Panels/StreamingStatus',
  component: StreamingStatus,
  args: { interval: 1_000 },
  argTypes: { service: { control: false } },
  decorators: [padded],
} satisfies Meta<typeof StreamingStatus>;

export default meta;
type Story = StoryObj<typeof meta>;

const service = new LogStreamingService(baseUrl);

/** Asked of the reference server every second. A viewer below listens to one run, and the panel knows of it. */
export const Listening: Story = {
  render: (args) => {
    const source = useMemo(() => {
      const run = beginRun('steady');
      tell(run, 'steady', undefined);
      return stratal({ baseUrl }).jobRun(run.id);
    }, []);
    return (
      <div className="playground">
        <StreamingStatus {...args} service={service} />
        <LogViewer source={source} height="220px" />
      </div>
    );
  },
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await waitFor(() => expect(canvas.getByText(/^steady-\d+$/, { selector: 'dt' })).toBeVisible(), {
      timeout: 20_000,
    });
  },
};

/** Nobody listens to a single run. */
export const Nobody: Story = {
  tags: ['one-theme'],
  args: { service, interval: 0 },
  play: ({ canvasElement }) =>
    waitFor(() => expect(within(canvasElement).getByText('Server')).toBeVisible(), { timeout: 20_000 }),
};

/** A proxy answers with a page of its own: why nothing can be told. */
export const NotTheServer: Story = {
  args: { service: new LogStreamingService(proxyUrl), interval: 0 },
  play: ({ canvasElement }) =>
    waitFor(() => expect(within(canvasElement).getByRole('status')).toBeVisible(), { timeout: 20_000 }),
};
