import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, waitFor } from 'storybook/test';
import { padded, part, rows, type Play } from '../log-viewer/testing/story-parts.js';
import { Playground } from '../testing/playground.js';

const meta = {
  title: 'Backends and scenarios',
  component: Playground,
  tags: ['one-theme'],
  args: { backend: 'prismq', tells: 'steady' },
  argTypes: {
    backend: { control: 'select', options: ['codespace', 'prismq', 'stratal', 'containers'] },
    rate: { control: { type: 'range', min: 1, max: 1_000, step: 1 } },
    tells: { table: { disable: true } },
  },
  decorators: [padded],
} satisfies Meta<typeof Playground>;

export default meta;
type Story = StoryObj<typeof meta>;

/** Waits until the viewer shows what the story is about. */
const shows =
  (text: RegExp): Play =>
  ({ canvasElement }) =>
    waitFor(
      () =>
        expect(
          rows(canvasElement)
            .map((row) => row.textContent)
            .join('\n'),
        ).toMatch(text),
      {
        timeout: 20_000,
      },
    );

/** A service at work: a steady flow of orders, with the occasional warning and error. */
export const Steady: Story = {
  args: { tells: 'steady' },
  play: shows(/order-service .* listening on :8080/),
};

/** Silence, then hundreds of lines at once, some of them identical. */
export const Burst: Story = {
  args: { backend: 'stratal', tells: 'burst' },
  play: ({ canvasElement }) =>
    waitFor(() => expect(rows(canvasElement).length).toBeGreaterThan(5), { timeout: 20_000 }),
};

/** Numbered segments over a connection that keeps breaking. Look at the numbers: none is missing, and none appears twice. */
export const Flaky: Story = {
  args: { backend: 'codespace', tells: 'flaky' },
  play: shows(/replicated segment/),
};

/** A coding agent at its task: steps, kinds of line, progress. */
export const AgentRun: Story = {
  args: { backend: 'codespace', tells: 'agent-run' },
  play: ({ canvasElement }) =>
    waitFor(() => expect(part(canvasElement, 'progress')).toBeVisible(), { timeout: 20_000 }),
};

/** A build with terminal colours. */
export const AnsiBuild: Story = {
  args: { backend: 'containers', tells: 'ansi-build' },
  play: ({ canvasElement }) =>
    waitFor(() => expect(part(canvasElement, 'viewport').querySelector('[data-ansi]')).toBeVisible(), {
      timeout: 20_000,
    }),
};

/** A container that starts, crashes and starts again. */
export const CrashLoop: Story = {
  args: { backend: 'containers', tells: 'crash-loop' },
  play: ({ canvasElement }) =>
    waitFor(() => expect(rows(canvasElement).length).toBeGreaterThan(3), { timeout: 20_000 }),
};

/** A finished run of five thousand lines. Scroll up: older pages are loaded automatically. */
export const History: Story = {
  args: { backend: 'prismq', tells: 'history' },
  play: ({ canvasElement }) =>
    waitFor(() => expect(part(canvasElement, 'status')).toHaveAttribute('data-status', 'complete'), {
      timeout: 20_000,
    }),
};
