import type { Meta, StoryObj } from '@storybook/react-vite';
import { LogStreamingService, stratal } from '@tailrace/core';
import { useMemo } from 'react';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { LogViewer } from '../../log-viewer/log-viewer.js';
import { padded } from '../../log-viewer/testing/story-parts.js';
import { Doomed } from '../../testing/doomed.js';
import { baseUrl, beginRun, doomedUrl, emptyUrl, proxyUrl, tell } from '../../testing/reference-server.js';
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

/** Requested from the reference server every second. A viewer below is connected to one run, and the panel shows it. */
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

/** No client is connected to a single run. */
export const Nobody: Story = {
  tags: ['one-theme'],
  args: { service: new LogStreamingService(emptyUrl), interval: 0 },
  play: async ({ canvasElement }) => {
    await expect(
      await within(canvasElement).findByText('Nobody is listening to a single run.'),
    ).toBeVisible();
  },
};

/** The server has not answered yet. */
export const Asking: Story = {
  tags: ['one-theme'],
  args: { service: new LogStreamingService(baseUrl, { token: () => new Promise<string>(() => undefined) }) },
  play: async ({ canvasElement }) => {
    await expect(await within(canvasElement).findByText('Asking the server')).toBeVisible();
  },
};

/** A proxy answers with a page of its own: the panel says why it has no data. */
export const NotTheServer: Story = {
  args: { service: new LogStreamingService(proxyUrl), interval: 0 },
  play: ({ canvasElement }) =>
    waitFor(() => expect(within(canvasElement).getByRole('status')).toBeVisible(), { timeout: 20_000 }),
};

/** The server no longer answers: its last answer stays, with the error above it. */
export const Outdated: Story = {
  tags: ['one-theme'],
  args: { service: new LogStreamingService(doomedUrl), interval: 200 },
  render: (args) => (
    <Doomed>
      <StreamingStatus {...args} />
    </Doomed>
  ),
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await expect(await canvas.findByText('Server')).toBeVisible();
    await userEvent.click(canvas.getByRole('button', { name: 'The server goes away' }));
    await expect(await canvas.findByRole('status')).toHaveTextContent('503');
    await expect(canvas.getByText('Server')).toBeVisible();
  },
};
