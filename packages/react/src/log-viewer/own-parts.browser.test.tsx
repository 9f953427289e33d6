import type { LogStreamError } from '@tailrace/core';
import { useState, type ReactElement } from 'react';
import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-react';
import {
  LogViewerContextLines,
  LogViewerToolbar,
  useViewerContext,
  useViewerState,
  type LogViewerRowProps,
} from '../index.js';
import { stageStream } from './testing/staged-stream.js';
import { openViewer, type ViewerPage } from './testing/viewer-page.js';

const lines = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    message: at % 10 === 3 ? `job ${at} failed` : `job ${at} done`,
    level: at % 10 === 3 ? 'error' : 'info',
  })) as { message: string; level: 'error' | 'info' }[];

/** A viewer whose toolbar is this one part. */
const openWith = (part: ReactElement, renderRow?: (props: LogViewerRowProps) => ReactElement) =>
  openViewer({
    stream: stageStream(lines(100)),
    toolbar: <LogViewerToolbar lead={part} tools={null} />,
    ...(renderRow ? { renderRow } : {}),
  });

const press = (page: ViewerPage, name: string): Promise<void> => {
  const found = [...page.viewport.ownerDocument.querySelectorAll('button')].find(
    ({ textContent }) => textContent === name,
  );
  if (!found) throw new Error(`No button says ${name}.`);
  return userEvent.click(found);
};

function OwnSearch(): ReactElement {
  const { search } = useViewerContext().viewer;
  const { term, current, total } = useViewerState((state) => state.find);
  return (
    <>
      <button onClick={() => search.find('failed')}>Failures</button>
      <button onClick={() => search.step('next')}>Next</button>
      <button onClick={() => search.find('')}>Enough</button>
      <output data-own="">{term === '' ? 'nothing' : `${current} of ${total}`}</output>
    </>
  );
}

function OwnLevels(): ReactElement {
  const { viewer } = useViewerContext();
  const errors = useViewerState((state) => state.counts.error);
  const shown = useViewerState((state) => state.shownLines);
  const [refused, setRefused] = useState('');
  const broken = (): void => {
    try {
      viewer.filter.set({ regex: '(' });
    } catch (thrown) {
      setRefused((thrown as LogStreamError).kind);
    }
  };
  return (
    <>
      <button onClick={() => viewer.filter.setLevels(['error'])}>{`Only ${errors} errors`}</button>
      <button onClick={() => viewer.filter.setLevels(undefined)}>All</button>
      <button onClick={broken}>Broken</button>
      <output data-own="">{`${shown} of which ${viewer.view.length} ${refused}`}</output>
    </>
  );
}

function OwnSelection(): ReactElement {
  const { viewer } = useViewerContext();
  const selection = useViewerState((state) => state.selection);
  return (
    <>
      <button onClick={() => viewer.jumps.toError('previous')}>Previous error</button>
      <button onClick={() => viewer.selection.clear()}>None</button>
      <output data-own="">
        {selection ? `${viewer.selection.count()}: ${viewer.selection.text()}` : ''}
      </output>
    </>
  );
}

function OwnRow({ entry, selected }: LogViewerRowProps): ReactElement {
  const { viewer } = useViewerContext();
  return (
    <div data-tailrace="row" data-seq={entry.seq} role="listitem" aria-current={selected}>
      <button
        onClick={(event) => viewer.selection.press(entry.seq, event.shiftKey)}
      >{`# ${entry.seq}`}</button>
      {entry.message}
    </div>
  );
}

const said = (page: ViewerPage): string =>
  page.viewport.ownerDocument.querySelector('[data-own]')?.textContent ?? '';

describe('a part of one’s own', () => {
  it('finds, goes through the matches, and ends the search', async () => {
    const page = await openWith(<OwnSearch />);
    await press(page, 'Failures');
    await expect.poll(() => said(page)).toBe('1 of 10');
    await press(page, 'Next');
    await expect.poll(() => said(page)).toBe('2 of 10');
    await expect.poll(() => page.inSight()).toContain(13);
    await press(page, 'Enough');
    await expect.poll(() => said(page)).toBe('nothing');
    expect(page.part('match')).toBeUndefined();
  });

  it('shows some levels, and hears of a filter that cannot be', async () => {
    const page = await openWith(<OwnLevels />);
    await expect.poll(() => said(page)).toContain('100 of which 100');
    await press(page, 'Only 10 errors');
    await expect.poll(() => said(page)).toContain('10 of which 10');
    await press(page, 'Broken');
    await expect.poll(() => said(page)).toContain('invalid-argument');
    await press(page, 'All');
    await expect.poll(() => said(page)).toContain('100 of which 100');
  });

  it('may be the choice of context lines outside its menu, whose words stand apart from the choice', async () => {
    const page = await openWith(<LogViewerContextLines />);
    const found = (): HTMLSelectElement | null =>
      page.viewport.ownerDocument.querySelector('[data-tailrace="context-lines"] select');
    await expect.poll(found).not.toBeNull();
    const words = document.createRange();
    words.selectNode(found()?.parentElement?.firstChild as Node);
    const apart = (found()?.getBoundingClientRect().left ?? 0) - words.getBoundingClientRect().right;
    expect(apart).toBeGreaterThanOrEqual(3);
  });

  it('selects from a row of one’s own, and goes to errors', async () => {
    const page = await openWith(<OwnSelection />, (props) => <OwnRow {...props} />);
    await expect.poll(() => page.inSight().at(-1)).toBe(99);
    await press(page, '# 95');
    await expect.poll(() => said(page)).toBe('1: job 95 done');
    await userEvent.keyboard('{Shift>}');
    await press(page, '# 94');
    await userEvent.keyboard('{/Shift}');
    await expect.poll(() => said(page)).toBe('2: job 94 done\njob 95 done');
    await press(page, 'None');
    await expect.poll(() => said(page)).toBe('');
    await press(page, 'Previous error');
    await expect.poll(() => said(page)).toMatch(/^1: job \d*3 failed$/);
  });

  it('says where it must stand', async () => {
    await expect(render(<OwnSearch />)).rejects.toThrow(/inside <LogViewer>/);
  });
});
