import { demoToken } from '@tailrace/mock-server';
import type { Meta, StoryObj } from '@storybook/react-vite';
import type { ReactElement } from 'react';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { padded, part } from '../../log-viewer/testing/story-parts.js';
import { baseUrl, doomedUrl, emptyUrl, server } from '../../testing/reference-server.js';
import { Doomed } from '../../testing/doomed.js';
import { ServiceBoard } from '../service-board.js';
import '../../panels.css';

const meta = {
  title: 'Panels/ServiceBoard',
  component: ServiceBoard,
  args: { baseUrl, token: demoToken },
  parameters: { controls: { include: ['theme'] } },
  decorators: [padded],
} satisfies Meta<typeof ServiceBoard>;

export default meta;
type Story = StoryObj<typeof meta>;

/** Three services of the reference server. */
const [web, queue, mailer] = ['web', 'queue', 'mailer'].map((id) =>
  server.store.createRun({ id, title: id, kind: 'manual' }),
);
queue?.setService({ health: 'starting' });
mailer?.setService({ status: 'exited', health: 'none' });

/** Buttons for what can happen to a service and to the connection. */
function Services({ children }: { readonly children: ReactElement }): ReactElement {
  return (
    <div className="playground">
      <div className="playground-faults" role="group" aria-label="What happens">
        <button type="button" onClick={() => web?.setService({ health: 'unhealthy' })}>
          web becomes unhealthy
        </button>
        <button type="button" onClick={() => web?.setService({ health: 'healthy' })}>
          web recovers
        </button>
        <button type="button" onClick={() => void server.control.cut({ backend: 'containers' })}>
          Pull the plug
        </button>
      </div>
      {children}
    </div>
  );
}

/** The state of each service, live. */
export const Live: Story = {
  render: (args) => (
    <Services>
      <ServiceBoard {...args} />
    </Services>
  ),
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await waitFor(() => expect(canvas.getByRole('rowheader', { name: 'web' })).toBeVisible(), {
      timeout: 20_000,
    });
    await userEvent.click(canvas.getByRole('button', { name: 'web becomes unhealthy' }));
    await waitFor(() =>
      expect(canvas.getByRole('row', { name: /^web .*unhealthy$/ })).toHaveAttribute('data-state', 'bad'),
    );
  },
};

/** Names as links. */
export const OwnNames: Story = {
  tags: ['one-theme'],
  ...Live,
  args: { renderName: (service) => <a href={`#${service}`}>{service}</a> },
  play: async ({ canvasElement }) => {
    await waitFor(() => expect(within(canvasElement).getByRole('link', { name: 'web' })).toBeVisible(), {
      timeout: 20_000,
    });
  },
};

/** The server refuses the connection: the reason is shown, and a button to try again. */
export const Refused: Story = {
  args: { token: 'not the token' },
  play: async ({ canvasElement }) => {
    await waitFor(() => expect(part(canvasElement, 'panel-note')).toHaveAttribute('data-kind', 'warning'), {
      timeout: 20_000,
    });
    await expect(within(canvasElement).getByRole('button', { name: 'Try again' })).toBeVisible();
  },
};

/** The server has not answered yet. */
export const Asking: Story = {
  tags: ['one-theme'],
  args: { token: () => new Promise<string>(() => undefined) },
  play: async ({ canvasElement }) => {
    await expect(await within(canvasElement).findByText('Asking the server')).toBeVisible();
  },
};

/** There are no services. */
export const None: Story = {
  tags: ['one-theme'],
  args: { baseUrl: emptyUrl },
  play: async ({ canvasElement }) => {
    await expect(
      await within(canvasElement).findByText('The server has not reported any service yet.'),
    ).toBeVisible();
  },
};

/** The connection is lost: the board says why, and that its data may be outdated. */
export const Lost: Story = {
  args: { baseUrl: doomedUrl },
  render: (args) => (
    <Doomed>
      <ServiceBoard {...args} />
    </Doomed>
  ),
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await expect(await canvas.findByRole('rowheader', { name: 'demo' })).toBeVisible();
    await userEvent.click(canvas.getByRole('button', { name: 'The server goes away' }));
    await expect(await canvas.findByText('Not connected: these states may be out of date.')).toBeVisible();
    await expect(canvas.getByRole('button', { name: 'Retry now' })).toBeVisible();
    await expect(canvas.getByRole('rowheader', { name: 'demo' })).toBeVisible();
  },
};
