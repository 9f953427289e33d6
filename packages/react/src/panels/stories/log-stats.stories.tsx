import type { LogFilter, LogStream } from '@tailrace/core';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { useState, type ReactElement } from 'react';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { useLogStream } from '../../hooks/use-log-stream.js';
import { LogViewer } from '../../log-viewer/log-viewer.js';
import { agentRun, serverLines } from '../../log-viewer/testing/samples.js';
import { feedOf } from '../../log-viewer/testing/sources.js';
import { padded, part } from '../../log-viewer/testing/story-parts.js';
import { LogStats } from '../log-stats.js';
import type { TimeRange } from '../volume-histogram.js';
import '../../panels.css';

const meta = {
  title: 'Panels/LogStats',
  component: LogStats,
  args: { source: undefined },
  decorators: [padded],
} satisfies Meta<typeof LogStats>;

export default meta;
type Story = StoryObj<typeof meta>;

const LINES = serverLines(4_000).map((line, at) => ({
  ...line,
  labels: { ...line.labels, job_run_id: `run-${(at >> 8) % 5}` },
}));
const feed = feedOf(LINES, 'job run 4127');

/** Statistics above a viewer that shows the time selected in them. */
function Board(): ReactElement {
  const { stream } = useLogStream(feed, { bufferLines: 5_000 });
  return <Both stream={stream} />;
}

function Both({ stream }: { readonly stream: LogStream | undefined }): ReactElement {
  const [range, setRange] = useState<TimeRange>();
  const [filter, setFilter] = useState<LogFilter>({});
  return (
    <div style={{ display: 'grid', gap: 12 }}>
      <LogStats source={stream} range={range} onRangeChange={setRange} />
      <LogViewer
        stream={stream ?? null}
        height="320px"
        filter={range ? { ...filter, ...range } : filter}
        onFilterChange={({ since: _since, until: _until, ...next }) => setFilter(next)}
      />
    </div>
  );
}

const shown = (canvas: HTMLElement): number =>
  Number(/^[\d,]+/.exec(part(canvas, 'line-count').textContent)?.[0].replaceAll(',', ''));

/** Drag over the bars: the viewer shows only that time range. */
export const Brush: Story = {
  render: () => <Board />,
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await waitFor(() => expect(canvas.getAllByRole('option').length).toBeGreaterThan(20));
    const list = canvas.getByRole('listbox', { name: 'Lines over time' });
    const { left, top, width, height } = list.getBoundingClientRect();
    const at = (share: number): { clientX: number; clientY: number } => ({
      clientX: left + width * share,
      clientY: top + height / 2,
    });
    await userEvent.pointer([
      { keys: '[MouseLeft>]', target: list, coords: at(0.25) },
      { target: list, coords: at(0.5) },
      { keys: '[/MouseLeft]', target: list, coords: at(0.5) },
    ]);
    await waitFor(() => expect(shown(canvasElement)).toBeLessThan(2_000));
    await expect(shown(canvasElement)).toBeGreaterThan(500);
    const chosen = canvas.getAllByRole('option', { selected: true });
    const lines = chosen.map((bar) =>
      Number(/([\d,]+) lines?/.exec(bar.ariaLabel ?? '')?.[1]?.replaceAll(',', '')),
    );
    await expect(lines.reduce((sum, count) => sum + count, 0)).toBe(shown(canvasElement));
    await userEvent.click(canvas.getByRole('button', { name: 'Show all' }));
    await waitFor(() => expect(shown(canvasElement)).toBe(4_000));
  },
};

/** The same with the keyboard: arrows with Shift select a range, Enter applies it, Escape clears it. */
export const Keys: Story = {
  tags: ['one-theme'],
  render: () => <Board />,
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await waitFor(() => expect(canvas.getAllByRole('option').length).toBeGreaterThan(20));
    canvas.getByRole('listbox', { name: 'Lines over time' }).focus();
    await userEvent.keyboard('{Home}{ArrowRight}{Shift>}{ArrowRight}{ArrowRight}{/Shift}');
    await expect(canvas.getAllByRole('option', { selected: true })).toHaveLength(3);
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(shown(canvasElement)).toBeLessThan(500));
    await userEvent.keyboard('{Escape}');
    await waitFor(() => expect(shown(canvasElement)).toBe(4_000));
  },
};

/** A log without lines yet. */
export const Empty: Story = {
  args: { source: undefined },
  play: async ({ canvasElement }) => {
    await expect(within(canvasElement).getByText('No line with a time yet.')).toBeVisible();
  },
};

const task = feedOf(
  [...agentRun(), ...Array.from({ length: 3 }, (_, at) => `a line without a time ${at}`)],
  'task 9f3c1ab2',
);

function OfTask(): ReactElement {
  const { stream } = useLogStream(task);
  return <LogStats source={stream} />;
}

/** Lines by type, and lines without a time, which are in no bar. */
export const TypesAndUntimed: Story = {
  render: () => <OfTask />,
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await waitFor(() => expect(canvas.getByText('3 lines without a time')).toBeVisible());
    await expect(canvas.getByLabelText('By type')).toHaveTextContent('thinking');
  },
};
