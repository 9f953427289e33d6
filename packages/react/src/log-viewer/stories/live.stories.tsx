import { codespace, containers, prismq, stratal, type BackendName, type LogSource } from '@tailrace/core';
import { createMockBackend, demoToken, type LineInput } from '@tailrace/mock-server';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { useEffect, useMemo, type ReactElement } from 'react';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { LogViewer } from '../log-viewer.js';
import { serverLines } from '../testing/samples.js';
import { padded, part, rows } from '../testing/story-parts.js';

/** The reference server, in this page. Nothing plays by itself: the stories write into the run `demo`. */
const server = createMockBackend({ scenario: 'none' });
const baseUrl = 'https://logs.example.com';

function sourceOf(backend: BackendName): LogSource {
  switch (backend) {
    case 'codespace':
      return codespace({ baseUrl, token: demoToken }).task('demo');
    case 'prismq':
      return prismq({ baseUrl }).run('demo');
    case 'stratal':
      return stratal({ baseUrl }).jobRun('demo');
    case 'containers':
      return containers({ baseUrl, token: demoToken }).service('demo', { tail: 200 });
  }
}

let written = 0;
/** Lines that bear their number, so that one that is missing or doubled would be seen. */
function next(count: number): LineInput[] {
  const from = written;
  written += count;
  return serverLines(count, from).map(({ message, level = 'info' }, at) => ({
    message: `${message} #${from + at}`,
    level: level === 'trace' ? 'debug' : level,
  }));
}

/** What can be done to the connection. */
const FAULTS: readonly (readonly [name: string, act: () => void])[] = [
  ['Pull the plug', () => void server.control.cut()],
  ['Stall for 10 s', () => void server.control.stall(10_000)],
  ['Refuse 3 times', () => server.control.refuse({ count: 3 })],
  ['Repeat 50 lines', () => void server.control.duplicate(50)],
  [
    'Lose lines',
    () => {
      // Written while nobody could read them, and forgotten before anybody can.
      server.control.refuse({ count: 2 });
      server.control.cut();
      server.control.append('demo', next(40));
      server.control.evict('demo', 10);
    },
  ],
];

interface PlaygroundProps {
  readonly backend: BackendName;
  /** Lines a second. */
  readonly rate: number;
}

/** A live log, and buttons that break its connection. */
function Playground({ backend, rate }: PlaygroundProps): ReactElement {
  const source = useMemo(() => sourceOf(backend), [backend]);
  useEffect(() => {
    let due = 0;
    const timer = setInterval(() => {
      due += rate / 20;
      const count = Math.floor(due);
      due -= count;
      if (count > 0) server.control.append('demo', next(count));
    }, 50);
    return () => clearInterval(timer);
  }, [rate]);
  return (
    <div style={{ display: 'grid', gap: 12 }}>
      <div
        role="group"
        aria-label="Break the connection"
        style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}
      >
        {FAULTS.map(([name, act]) => (
          <button key={name} type="button" onClick={act}>
            {name}
          </button>
        ))}
      </div>
      <LogViewer key={source.key} source={source} height="440px" />
    </div>
  );
}

const meta = {
  title: 'LogViewer/Live',
  component: Playground,
  args: { backend: 'prismq', rate: 20 },
  argTypes: {
    backend: { control: 'select', options: ['codespace', 'prismq', 'stratal', 'containers'] },
    rate: { control: { type: 'range', min: 0, max: 1_000, step: 10 } },
  },
  parameters: { msw: server.handlers },
  decorators: [padded],
} satisfies Meta<typeof Playground>;

export default meta;
type Story = StoryObj<typeof meta>;

const numbers = (canvas: HTMLElement): number[] =>
  rows(canvas).map((row) => Number(/#(\d+)$/.exec(row.textContent)?.[1]));
const status = (canvas: HTMLElement): string | undefined => part(canvas, 'status').dataset['status'];
const newest = (canvas: HTMLElement): number => numbers(canvas).at(-1) ?? -1;

/** Waits for the log, pulls the plug, and looks at what is there when the connection is back. */
const pullThePlug: Story['play'] = async ({ canvasElement }) => {
  await waitFor(() => expect(numbers(canvasElement).length).toBeGreaterThan(5));
  await waitFor(() => expect(status(canvasElement)).toBe('live'));
  const before = newest(canvasElement);
  await userEvent.click(within(canvasElement).getByRole('button', { name: 'Pull the plug' }));
  await waitFor(() => expect(newest(canvasElement)).toBeGreaterThan(before + 20));
  const shown = numbers(canvasElement);
  await expect(shown).toEqual(shown.map((_, at) => (shown[0] as number) + at));
  await expect(canvasElement.querySelector('[data-tailrace="gap"]')).toBeNull();
};

/** Tasks over server-sent events: after a cut it asks for what came since, and knows lines by their ids. */
export const Codespace: Story = { args: { backend: 'codespace' }, play: pullThePlug };

/** Runs over server-sent events: after a cut the server replays what it has, and equal lines are counted. */
export const Prismq: Story = { args: { backend: 'prismq' }, play: pullThePlug };

/** Jobs over a WebSocket: it begins at "now", so that what was missed is read over REST. */
export const Stratal: Story = { args: { backend: 'stratal' }, play: pullThePlug };

/** Services over a WebSocket: the replayed tail is laid against what is held. */
export const Containers: Story = { args: { backend: 'containers' }, play: pullThePlug };

/** What the server forgot during an outage stands as a gap, at its place. */
export const LostLines: Story = {
  args: { backend: 'stratal', rate: 10 },
  play: async ({ canvasElement }) => {
    await waitFor(() => expect(numbers(canvasElement).length).toBeGreaterThan(5));
    await waitFor(() => expect(status(canvasElement)).toBe('live'));
    await userEvent.click(within(canvasElement).getByRole('button', { name: 'Lose lines' }));
    // It stands above the lines that were followed meanwhile; the foot tells of it.
    await waitFor(() => expect(part(canvasElement, 'status-bar')).toHaveTextContent('1 gap'));
  },
};
