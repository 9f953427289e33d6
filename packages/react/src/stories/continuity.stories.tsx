import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { padded, part, rows, type Play } from '../log-viewer/testing/story-parts.js';
import { Playground } from '../testing/playground.js';

const meta = {
  title: 'Continuity',
  component: Playground,
  tags: ['one-theme'],
  args: { backend: 'prismq', tells: 'numbered', rate: 20 },
  argTypes: {
    backend: { control: 'select', options: ['codespace', 'prismq', 'stratal', 'containers'] },
    rate: { control: { type: 'range', min: 1, max: 1_000, step: 1 } },
    tells: { table: { disable: true } },
  },
  decorators: [padded],
} satisfies Meta<typeof Playground>;

export default meta;
type Story = StoryObj<typeof meta>;

const PATIENCE = { timeout: 20_000 };
const numbers = (canvas: HTMLElement): number[] =>
  rows(canvas).map((row) => Number(/#(\d+)$/.exec(row.textContent)?.[1]));
const newest = (canvas: HTMLElement): number => numbers(canvas).at(-1) ?? -1;

/** Waits until lines arrive. */
async function live(canvas: HTMLElement): Promise<void> {
  await waitFor(() => expect(numbers(canvas).length).toBeGreaterThan(5), PATIENCE);
  await waitFor(() => expect(part(canvas, 'status')).toHaveAttribute('data-status', 'live'), PATIENCE);
}

/** Breaks the connection, and checks after the reconnect that every number is there once. */
const after =
  (fault: string): Play =>
  async ({ canvasElement }) => {
    await live(canvasElement);
    const before = newest(canvasElement);
    await userEvent.click(within(canvasElement).getByRole('button', { name: fault }));
    await waitFor(() => expect(newest(canvasElement)).toBeGreaterThan(before + 20), PATIENCE);
    const shown = numbers(canvasElement);
    await expect(shown).toEqual(shown.map((_, at) => (shown[0] as number) + at));
    await expect(canvasElement.querySelector('[data-tailrace="gap"]')).toBeNull();
  };

/** Tasks over server-sent events: after a cut the stream asks for newer lines, and recognises lines by id. */
export const Codespace: Story = { args: { backend: 'codespace' }, play: after('Pull the plug') };

/** Runs over server-sent events: after a cut the server replays what it has, and equal lines are counted. */
export const Prismq: Story = { args: { backend: 'prismq' }, play: after('Pull the plug') };

/** Jobs over a WebSocket: the stream starts at "now", so missed lines are read over REST. */
export const Stratal: Story = { args: { backend: 'stratal' }, play: after('Pull the plug') };

/** Services over a WebSocket: the replayed tail is aligned with the lines held. */
export const Containers: Story = { args: { backend: 'containers' }, play: after('Pull the plug') };

/** The server sends lines again that are already shown: they are recognised, and counted as seen before. */
export const RepeatedLines: Story = {
  args: { backend: 'codespace' },
  play: async (context) => {
    await after('Repeat 50 lines')(context);
    const seenBefore = within(context.canvasElement).getByText('Seen before, left out').nextElementSibling;
    await waitFor(() => expect(Number(seenBefore?.textContent)).toBeGreaterThan(0));
  },
};

/** A thousand lines per second, and a cut: the missed lines are read, and none is shown twice. */
export const Flood: Story = {
  args: { backend: 'prismq', rate: 1_000 },
  play: async (context) => {
    await after('Pull the plug')(context);
    // At the rate of the other stories, this would take most of a minute.
    await waitFor(() => expect(newest(context.canvasElement)).toBeGreaterThan(1_000), PATIENCE);
  },
};

/** The server refuses three times, so the delays between attempts grow. */
export const RefusedThreeTimes: Story = { args: { backend: 'codespace' }, play: after('Refuse 3 times') };

/** Lines that the server forgot during an outage are shown as a gap in their place. */
export const LostLines: Story = {
  args: { backend: 'stratal', rate: 10 },
  play: async ({ canvasElement }) => {
    await live(canvasElement);
    await userEvent.click(within(canvasElement).getByRole('button', { name: 'Lose lines' }));
    // The gap is above the newer lines; the status bar mentions it.
    await waitFor(() => expect(part(canvasElement, 'status-bar')).toHaveTextContent('1 gap'), PATIENCE);
  },
};
