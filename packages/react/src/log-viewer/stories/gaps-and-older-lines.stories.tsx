import { LogStreamError, type GapReason, type HistoryState } from '@tailrace/core';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { useEffect, useState, type ReactElement } from 'react';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { LogViewer, type LogViewerProps } from '../log-viewer.js';
import { serverLines } from '../testing/samples.js';
import { stageStream, type StagedStream } from '../testing/staged-stream.js';
import { OnStage, padded, part, rows } from '../testing/story-parts.js';

/**
 * Lines that cannot be recovered are replaced by a gap that says how many are missing, why and in which time range. Lines older than the first
 * one held are loaded when the user scrolls up to them.
 */
const meta = {
  title: 'LogViewer/Gaps and older lines',
  component: LogViewer,
  tags: ['autodocs'],
  args: { height: '320px' },
  parameters: { controls: { disable: true } },
  decorators: [padded],
} satisfies Meta<typeof LogViewer>;

export default meta;
type Story = StoryObj<typeof meta>;

/** Every reason there is: the words it has, and how many lines are missing. */
const KINDS: Readonly<Record<GapReason, readonly [words: RegExp, missing?: number]>> = {
  evicted: [/the server no longer holds them/, 1_204],
  outage: [/written while there was no connection/, 412],
  overflow: [/they came faster than they could be taken/, 9_000],
  oversize: [/larger than the limit/, 1],
  epoch: [/the server restarted its log/],
};

/** The five kinds of gap. Oversized lines and those of a log that began anew are gone; the others can be requested again. */
export const FiveKinds: Story = {
  render: (args) => (
    <OnStage
      {...args}
      stage={() => {
        const stream = stageStream(serverLines(3));
        Object.entries(KINDS).forEach(([reason, [, missing]], at) => {
          stream.appendGap({
            reason: reason as GapReason,
            ...(missing === undefined ? {} : { missing }),
            ...(reason === 'outage' ? { from: '2026-11-03T10:31:02Z', to: '2026-11-03T10:31:09Z' } : {}),
          });
          stream.append(serverLines(1, 10 + at));
        });
        return stream;
      }}
    />
  ),
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    for (const [words] of Object.values(KINDS))
      await waitFor(() => expect(canvas.getByText(words)).toBeVisible());
    await expect(canvas.getByText('412 lines missing here')).toBeVisible();
    await expect(canvas.getAllByRole('button', { name: 'Load' })).toHaveLength(3);
  },
};

/** Requested again: the server still does not have the lines, and the gap says so. */
export const NotFilled: Story = {
  tags: ['one-theme'],
  render: (args) => (
    <OnStage
      {...args}
      stage={() => {
        const stream = stageStream(serverLines(4));
        stream.appendGap({ reason: 'evicted', missing: 80 });
        stream.append(serverLines(4, 84));
        return stream;
      }}
    />
  ),
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await userEvent.click(await canvas.findByRole('button', { name: 'Load' }));
    await waitFor(() => expect(canvas.getByText('Could not be filled')).toBeVisible());
    await expect(canvas.getByText('80 lines missing here')).toBeVisible();
  },
};

/** A stream that holds so many lines, and has older ones in that state. */
const withHistory =
  (history: HistoryState, change: Partial<StagedStream> = {}) =>
  (): StagedStream => {
    const stream = Object.assign(stageStream(serverLines(60, 40)), change);
    stream.stage({ history });
    return stream;
  };

/** The server has older lines. They are loaded by scrolling up or with the button; the line you are reading stays in place. */
export const OlderLines: Story = {
  args: { autoScroll: false },
  render: (args) => (
    <OnStage
      {...args}
      stage={() => {
        const stream = withHistory('more')();
        stream.loadOlder = () => {
          stream.prepend(serverLines(40));
          stream.stage({ history: 'start' });
          return Promise.resolve(40);
        };
        return stream;
      }}
    />
  ),
  play: async ({ canvasElement }) => {
    await waitFor(() => expect(part(canvasElement, 'line-count')).toHaveTextContent('60 lines'));
    await userEvent.click(within(canvasElement).getByRole('button', { name: 'Load older lines' }));
    await waitFor(() => expect(part(canvasElement, 'line-count')).toHaveTextContent('100 lines'));
    await expect(rows(canvasElement)[0]).toBeVisible();
  },
};

/** Older lines are being loaded. */
export const LoadingOlderLines: Story = {
  tags: ['one-theme'],
  args: { autoScroll: false },
  render: (args) => <OnStage {...args} stage={withHistory('loading')} />,
  play: ({ canvasElement }) =>
    waitFor(() => expect(part(canvasElement, 'older')).toHaveTextContent('Loading older lines')),
};

/** Older lines could not be loaded: the reason is shown, and the button stays. */
export const OlderLinesFailed: Story = {
  args: { autoScroll: false },
  render: (args) => (
    <OnStage
      {...args}
      stage={withHistory('more', {
        loadOlder: () =>
          Promise.reject(
            new LogStreamError('http', 'The server answered 503 for older lines. Try again later.', {
              status: 503,
            }),
          ),
      })}
    />
  ),
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await userEvent.click(await canvas.findByRole('button', { name: 'Load older lines' }));
    await waitFor(() => expect(part(canvasElement, 'older')).toHaveTextContent('answered 503'));
    await expect(canvas.getByRole('button', { name: 'Load older lines' })).toBeEnabled();
  },
};

/** The buffer has no room for older lines, and the viewer says so: no held line is dropped for them. */
export const NoRoom: Story = {
  tags: ['one-theme'],
  args: { autoScroll: false },
  render: (args) => <OnStage {...args} stage={withHistory('more')} />,
  play: async ({ canvasElement }) => {
    await userEvent.click(await within(canvasElement).findByRole('button', { name: 'Load older lines' }));
    await waitFor(() => expect(part(canvasElement, 'older')).toHaveTextContent('No room for older lines'));
  },
};

/** The very first line of the log. */
export const StartOfLog: Story = {
  args: { autoScroll: false },
  render: (args) => <OnStage {...args} stage={withHistory('start')} />,
  play: async ({ canvasElement }) => {
    await waitFor(() => expect(rows(canvasElement).length).toBeGreaterThan(5));
    part(canvasElement, 'viewport').focus();
    await userEvent.keyboard('{Home}');
    await waitFor(() => expect(part(canvasElement, 'older')).toHaveTextContent('Start of the log'));
    const top = (name: string): number => part(canvasElement, name).getBoundingClientRect().top;
    await waitFor(() => expect(top('older')).toBeGreaterThanOrEqual(top('viewport')));
  },
};

function Scrolled(props: LogViewerProps): ReactElement {
  const [stream] = useState(() => stageStream(serverLines(60), 60));
  useEffect(() => {
    let from = 60;
    const timer = setInterval(() => {
      stream.append(serverLines(2, from));
      from += 2;
    }, 200);
    return () => clearInterval(timer);
  }, [stream]);
  return <LogViewer {...props} stream={stream} />;
}

/** Reading while lines arrive: the lines on screen stay in place, even when they leave the buffer, and a button counts the new ones. */
export const NewLinesWhileReading: Story = {
  render: (args) => <Scrolled {...args} />,
  play: async ({ canvasElement }) => {
    const read = async (): Promise<void> => {
      part(canvasElement, 'viewport').focus();
      await userEvent.keyboard('{PageUp}');
      await waitFor(() => expect(part(canvasElement, 'new-lines')).toHaveTextContent(/\d+ new lines/));
    };
    await waitFor(() => expect(rows(canvasElement).length).toBeGreaterThan(5));
    await read();
    await userEvent.click(part(canvasElement, 'new-lines'));
    await waitFor(() => expect(canvasElement.querySelector('[data-tailrace="new-lines"]')).toBeNull());
    await read();
  },
};
