// @vitest-environment jsdom
import { act, render, screen, waitFor, within } from '@testing-library/react';
import {
  createLogFeed,
  createLogStream,
  LogStreamingService,
  stratal,
  type LogStreamError,
} from '@tailrace/core';
import type { MockServer } from '@tailrace/mock-server/node';
import { useState, type ReactElement } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import { useLogStream } from '../hooks/use-log-stream.js';
import { useTailrace } from '../provider.js';
import { BASE_URL, demoToken, inProvider, startBackend } from '../testing/backend.js';
import { LogStats } from './log-stats.js';
import type { TimeRange } from './volume-histogram.js';
import { ServiceBoard } from './service-board.js';
import { StreamingStatus } from './streaming-status.js';

let backend: MockServer;
beforeEach(() => {
  backend = startBackend();
});

function JobStats(): ReactElement {
  const { baseUrl } = useTailrace();
  const { stream } = useLogStream(stratal({ baseUrl: baseUrl() }).jobRun('demo'));
  return <LogStats source={stream} />;
}

describe('LogStats', () => {
  it('counts live lines, levels, and errors by run', async () => {
    backend.control.append('demo', ['one', 'two', { message: 'three', level: 'error' }]);
    render(<JobStats />, { wrapper: inProvider() });
    const panel = await screen.findByRole('region', { name: 'Statistics' });
    await waitFor(() => expect(within(panel).getByText('3 lines')).toBeTruthy());
    const row = await within(panel).findByRole('row', { name: /^demo/ });
    expect(
      within(row)
        .getAllByRole('cell')
        .map((cell) => cell.textContent),
    ).toEqual(['3', '1', '33.3%']);
    backend.control.append('demo', { message: 'four', level: 'error' });
    await waitFor(() =>
      expect(
        within(row)
          .getAllByRole('cell')
          .map((cell) => cell.textContent),
      ).toEqual(['4', '2', '50%']),
    );
    const bars = within(panel).getAllByRole('option');
    expect(bars.some((bar) => /errors?$/.test(bar.getAttribute('aria-label') ?? ''))).toBe(true);
  });

  it('takes null for no range', async () => {
    const feed = createLogFeed();
    feed.append({ message: 'one', timestamp: '2026-01-15T10:30:00Z' });
    const stream = createLogStream(feed);
    stream.connect();
    render(<LogStats source={stream} range={null as never} onRangeChange={() => undefined} />);
    expect(await screen.findAllByRole('option', { selected: false })).toHaveLength(1);
  });
});

describe('a range without an end', () => {
  it('is shown from where it begins', async () => {
    const feed = createLogFeed();
    feed.append([{ message: 'one', timestamp: '2026-11-03T10:31:00Z' }]);
    const stream = createLogStream(feed);
    const range = { since: Date.parse('2026-11-03T10:30:00Z'), until: Infinity };
    render(<LogStats source={stream} range={range} labels={{ range: (from, to) => `${from}…${to}` }} />);
    stream.connect();
    expect(await screen.findByText(/^1 line$/)).toBeTruthy();
    expect(screen.getByText(/\d…$/)).toBeTruthy();
    stream.dispose();
  });
});

describe('the button that shows all lines again', () => {
  it('leaves the focus to the panel', () => {
    const stream = createLogStream(createLogFeed());
    function Ranged(): ReactElement {
      const [range, setRange] = useState<TimeRange | undefined>({ since: 0, until: 60_000 });
      return <LogStats source={stream} range={range} onRangeChange={setRange} />;
    }
    render(<Ranged />);
    const all = screen.getByRole('button', { name: 'Show all' });
    all.focus();
    act(() => all.click());
    expect(screen.queryByRole('button')).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole('region', { name: 'Statistics' }));
    stream.dispose();
  });
});

describe('StreamingStatus', () => {
  it('shows who listens to what', async () => {
    render(
      <>
        <JobStats />
        <StreamingStatus interval={20} />
      </>,
      { wrapper: inProvider() },
    );
    const panel = await screen.findByRole('region', { name: 'Listening now' });
    await waitFor(() =>
      expect(within(panel).getByText('demo').nextElementSibling?.textContent).toBe(
        '1 WebSocket, 0 event streams',
      ),
    );
  });

  it('says why it has no data', async () => {
    const service = new LogStreamingService(BASE_URL, {
      fetch: () => Promise.resolve(new Response('', { status: 404 })),
    });
    render(<StreamingStatus service={service} interval={0} />, { wrapper: inProvider() });
    const status = await screen.findByRole('status');
    expect(status.textContent).toMatch(/404/);
  });

  it('that asks once asks again when it is told to after a failure', async () => {
    let answers: ((response: Response) => void)[] = [];
    const service = new LogStreamingService(BASE_URL, {
      fetch: () => new Promise((resolve) => answers.push(resolve)),
    });
    const answer = async (response: () => Response): Promise<void> => {
      await waitFor(() => expect(answers).not.toHaveLength(0));
      answers.forEach((resolve) => resolve(response()));
      answers = [];
    };
    render(<StreamingStatus service={service} interval={0} />, { wrapper: inProvider() });
    await answer(() => new Response('', { status: 404 }));
    const again = await screen.findByRole('button', { name: 'Try again' });
    again.focus();
    act(() => again.click());
    expect(again.textContent).toBe('Trying now');
    await answer(() => new Response('', { status: 404 }));
    await waitFor(() => expect(again.textContent).toBe('Try again'));
    expect(document.activeElement).toBe(again);
    act(() => again.click());
    await answer(() =>
      Response.json({ status: 'online', connections: { global: { websocket: 1, sse: 0 }, jobs: {} } }),
    );
    expect(await screen.findByText('online')).toBeTruthy();
    expect(screen.queryByRole('button')).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole('region', { name: 'Listening now' }));
  });

  it('that asks again by itself has no button for it', async () => {
    const service = new LogStreamingService(BASE_URL, {
      fetch: () => Promise.resolve(new Response('', { status: 404 })),
    });
    render(<StreamingStatus service={service} />, { wrapper: inProvider() });
    await screen.findByRole('status');
    expect(screen.queryByRole('button')).toBeNull();
  });
});

describe('ServiceBoard', () => {
  it('follows the state and health of every service', async () => {
    render(<ServiceBoard renderName={(service) => <a href={`#${service}`}>{service}</a>} />, {
      wrapper: inProvider(),
    });
    const row = await screen.findByRole('row', { name: /^demo running/ });
    expect(row.dataset['state']).toBe('good');
    expect(within(row).getByRole('link').getAttribute('href')).toBe('#demo');
    act(() => backend.store.run('demo')?.setService({ health: 'unhealthy' }));
    await waitFor(() => expect(row.dataset['state']).toBe('bad'));
    expect(row.textContent).toContain('unhealthy');
  });

  it('tries again when it is told to after a failure, of which the page hears', async () => {
    let token = 'not the token';
    const errors: string[] = [];
    render(<ServiceBoard token={() => token} onError={({ kind }) => errors.push(kind)} />, {
      wrapper: inProvider(),
    });
    const again = await screen.findByRole('button', { name: 'Try again' });
    expect(screen.getByRole('status').textContent).toMatch(/token/);
    expect(errors.at(-1)).toBe('unauthorized');
    token = demoToken;
    again.focus();
    act(() => again.click());
    expect(await screen.findByRole('row', { name: /^demo running/ })).toBeTruthy();
    expect(screen.queryByRole('button')).toBeNull();
    expect(document.activeElement).toBe(screen.getByRole('region', { name: 'Services' }));
    expect(screen.queryByRole('status')).toBeNull();
  });

  it('says when it tries again while the server is away, and need not wait for that', async () => {
    const errors: LogStreamError[] = [];
    render(<ServiceBoard onError={(error) => errors.push(error)} />, { wrapper: inProvider() });
    expect(await screen.findByRole('row', { name: /^demo running/ })).toBeTruthy();
    backend.control.refuse({ count: Infinity, scope: 'all' });
    act(() => void backend.control.cut());
    await screen.findByText(/^Next try in \d+ s \(attempt [2-9]\)$/);
    const now = screen.getByRole<HTMLButtonElement>('button', { name: 'Retry now' });
    expect(now.disabled).toBe(false);
    expect(errors.length).toBeGreaterThan(1);
    expect(errors.every(({ retryable }) => retryable)).toBe(true);
    backend.control.reset();
    act(() => now.click());
    await waitFor(() => expect(screen.queryByRole('button')).toBeNull());
    expect(screen.queryByRole('status')).toBeNull();
  });
});
