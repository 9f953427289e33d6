import type { LogGap } from '@tailrace/core';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { useRef, useState, type ReactElement } from 'react';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import * as api from '../../index.js';
import type { LogViewerHandle } from '../handle.js';
import { LogViewer } from '../log-viewer.js';
import { PartGallery, type Piece } from '../testing/part-gallery.js';
import { AROUND_THE_LINES, IN_THE_LINES, IN_THE_TOOLBAR } from '../testing/pieces.js';
import { serverLines } from '../testing/samples.js';
import { feedOf } from '../testing/sources.js';
import { stageStream } from '../testing/staged-stream.js';
import { padded, part, rows, type Play } from '../testing/story-parts.js';

const meta = {
  title: 'Your own view/Parts',
  component: LogViewer,
  parameters: { controls: { disable: true } },
  decorators: [padded],
} satisfies Meta<typeof LogViewer>;

export default meta;
type Story = StoryObj<typeof meta>;

/** Each of them stands in its frame. */
const allStand =
  (pieces: readonly Piece[]): Play =>
  async ({ canvasElement }) => {
    for (const { name } of pieces)
      await waitFor(() =>
        expect(
          canvasElement.querySelector(
            `[data-piece="${name}"] [data-tailrace="viewer"] :is([data-tailrace], span)`,
          ),
        ).toBeInTheDocument(),
      );
  };

/** A custom composition: no filter, a custom button, custom rows and gaps. */
export const ComposedAnew: Story = {
  render: () => <Composed />,
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await waitFor(() => expect(canvas.getByText(/^line 4: /)).toBeVisible());
    await expect(canvas.getByText('— 80 lines are not here —')).toBeVisible();
    await userEvent.click(canvas.getByRole('button', { name: 'Following' }));
    await expect(canvas.getByRole('button', { name: 'Follow' })).toBeVisible();
  },
};

function FollowButton(): ReactElement {
  const { viewer } = api.useViewerContext();
  const following = api.useViewerState((state) => state.following);
  return (
    <button type="button" className="plain-button" onClick={() => viewer.follow(!following)}>
      {following ? 'Following' : 'Follow'}
    </button>
  );
}

function Composed(): ReactElement {
  const [stream] = useState(() => {
    const made = stageStream(serverLines(8));
    made.appendGap({ reason: 'evicted', missing: 80 });
    made.append(serverLines(4, 88));
    return made;
  });
  const gap = ({ missing }: LogGap): ReactElement => (
    <div role="listitem">— {missing} lines are not here —</div>
  );
  return (
    <api.LogViewerRoot stream={stream} height={320}>
      <api.LogViewerToolbar
        lead={<api.LogViewerSearch />}
        tools={<api.LogViewerTimeMenu />}
        state={
          <>
            <FollowButton />
            <api.LogViewerStatus />
          </>
        }
      />
      <api.LogViewerNotice />
      <api.LogViewerBody
        renderRow={({ entry }) => (
          <div role="listitem">
            line {entry.seq + 1}: {entry.message}
          </div>
        )}
        renderGap={gap}
      />
    </api.LogViewerRoot>
  );
}

/** A ref provides a handle: the page can go to a line, find, filter and follow. */
export const Handle: Story = {
  tags: ['one-theme'],
  render: () => <Handled />,
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await waitFor(() => expect(rows(canvasElement).length).toBeGreaterThan(5));
    await userEvent.click(canvas.getByRole('button', { name: 'To line 100' }));
    await waitFor(() => expect(canvasElement.querySelector('[data-seq="99"]')).toBeVisible());
    await userEvent.click(canvas.getByRole('button', { name: 'Only errors' }));
    await waitFor(() =>
      expect(rows(canvasElement).every(({ dataset }) => dataset['level'] === 'error')).toBe(true),
    );
    await userEvent.click(canvas.getByRole('button', { name: 'Find “ETIMEDOUT”' }));
    await waitFor(() => expect(part(canvasElement, 'search-count')).toHaveTextContent(/^\d+\/\d+$/));
  },
};

function Handled(): ReactElement {
  const viewer = useRef<LogViewerHandle>(null);
  const [source] = useState(() => feedOf(serverLines(1_000), 'job run 4127'));
  const acts: readonly (readonly [string, (handle: LogViewerHandle | null) => void])[] = [
    ['To line 100', (handle) => handle?.scrollToSeq(99)],
    ['Only errors', (handle) => handle?.setFilter({ levels: ['error'] })],
    ['Find “ETIMEDOUT”', (handle) => handle?.find('ETIMEDOUT')],
    ['All lines, and the end', (handle) => (handle?.setFilter({}), handle?.scrollToEnd())],
  ];
  return (
    <div className="playground">
      <div className="playground-faults" role="group" aria-label="From the page">
        {acts.map(([name, act]) => (
          <button key={name} type="button" onClick={() => act(viewer.current)}>
            {name}
          </button>
        ))}
      </div>
      <LogViewer source={source} height={320} ref={viewer} />
    </div>
  );
}

/** Parts among the lines, and over them. */
export const AmongTheLines: Story = {
  render: () => <PartGallery pieces={IN_THE_LINES} />,
  play: allStand(IN_THE_LINES),
};

/** Parts of the toolbar. */
export const InTheToolbar: Story = {
  render: () => <PartGallery pieces={IN_THE_TOOLBAR} />,
  play: allStand(IN_THE_TOOLBAR),
};

/** Parts above and below the lines, and in place of them. */
export const AroundTheLines: Story = {
  render: () => <PartGallery pieces={AROUND_THE_LINES} />,
  play: async (context) => {
    await allStand(AROUND_THE_LINES)(context);
    // No part is exported that cannot be seen here.
    const shown = [...IN_THE_LINES, ...IN_THE_TOOLBAR, ...AROUND_THE_LINES].map(({ name }) => name);
    const exported = Object.keys(api).filter((name) => name.startsWith('LogViewer') && name !== 'LogViewer');
    await expect([...shown].sort()).toEqual(exported.sort());
  },
};
