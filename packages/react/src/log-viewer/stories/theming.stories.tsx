import type { Meta, StoryObj } from '@storybook/react-vite';
import { expect, waitFor } from 'storybook/test';
import { LogViewer } from '../log-viewer.js';
import { agentRun, serverLines } from '../testing/samples.js';
import { feedOf } from '../testing/sources.js';
import { padded, part, rows } from '../testing/story-parts.js';
import './theming.stories.css';

const meta = {
  title: 'Your own view/Theming',
  component: LogViewer,
  args: { height: '320px', source: feedOf([...serverLines(40), ...agentRun()], 'task 9f3c1ab2') },
  parameters: { controls: { disable: true } },
  decorators: [padded],
} satisfies Meta<typeof LogViewer>;

export default meta;
type Story = StoryObj<typeof meta>;

/** A dozen variables: other fonts, other backgrounds, no rounded corners. Both themes. */
export const OwnColours: Story = {
  args: { className: 'paper' },
  play: async ({ canvasElement }) => {
    await waitFor(() => expect(rows(canvasElement).length).toBeGreaterThan(5));
    const viewer = getComputedStyle(part(canvasElement, 'viewer'));
    await expect(viewer.borderTopLeftRadius).toBe('0px');
    await expect(viewer.backgroundColor).not.toBe('rgb(255, 255, 255)');
    await expect(getComputedStyle(part(canvasElement, 'viewport')).fontSize).toBe('12px');
  },
};

/** State is in attributes, and any rule of yours wins: here lines of level debug are de-emphasised. */
export const OwnRules: Story = {
  args: { className: 'quiet-debug' },
  play: async ({ canvasElement }) => {
    const debug = () => canvasElement.querySelector('[data-level="debug"] [data-tailrace="message"]');
    await waitFor(() => expect(debug()).not.toBeNull());
    await expect(getComputedStyle(debug() as Element).fontStyle).toBe('italic');
  },
};
