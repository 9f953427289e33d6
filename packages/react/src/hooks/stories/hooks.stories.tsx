import { demoToken, type Run } from '@tailrace/mock-server';
import type { LogFilter } from '@tailrace/core';
import type { Meta, StoryObj } from '@storybook/react-vite';
import { useEffect, useState, type ReactElement, type ReactNode } from 'react';
import { expect, userEvent, waitFor, within } from 'storybook/test';
import { padded } from '../../log-viewer/testing/story-parts.js';
import { TailraceProvider } from '../../provider.js';
import { baseUrl, beginRun, leaveRun, sourceOf, tell, type Told } from '../../testing/reference-server.js';
import { useCodespaceLogs } from '../use-codespace-logs.js';
import { useLogFilter } from '../use-log-filter.js';
import { useLogSearch } from '../use-log-search.js';
import { useLogStream } from '../use-log-stream.js';
import { useServiceLogs } from '../use-service-logs.js';
import { useServices } from '../use-services.js';

const meta = {
  title: 'Your own view/Hooks',
  tags: ['one-theme'],
  parameters: { controls: { disable: true } },
  decorators: [
    (Story) => (
      <TailraceProvider baseUrl={baseUrl} token={demoToken}>
        <Story />
      </TailraceProvider>
    ),
    padded,
  ],
} satisfies Meta;

export default meta;
type Story = StoryObj<typeof meta>;

const PATIENCE = { timeout: 20_000 };

/** Plays content into a run while it is shown. */
function Telling({
  told,
  children,
}: {
  readonly told: Told;
  readonly children: (run: Run) => ReactNode;
}): ReactElement {
  const [run, setRun] = useState<Run>();
  useEffect(() => {
    const begun = beginRun(told);
    const stop = tell(begun, told, 20);
    setRun(begun);
    return () => {
      stop();
      leaveRun(begun);
    };
  }, [told]);
  return <div className="playground">{run ? children(run) : null}</div>;
}

/** The newest lines, as text. */
const Newest = ({ lines }: { readonly lines: readonly string[] }): ReactElement => (
  // A scrollable list must be reachable by keyboard.
  <pre className="plain-log" tabIndex={0}>
    {lines.slice(-12).join('\n')}
  </pre>
);

function OwnView({ run }: { readonly run: Run }): ReactElement {
  const [source] = useState(() => sourceOf('prismq', run.id));
  const [filter, setFilter] = useState<LogFilter>({});
  const { stream, status, ledger } = useLogStream(source);
  const { view, shown, held, filtered } = useLogFilter(stream, filter);
  const { find, total } = useLogSearch(filtered);
  return (
    <>
      <p>
        {status}, {ledger.received} received, {shown} of {held} shown, “dispatch” in {total} places
      </p>
      <div className="playground-faults">
        <button type="button" onClick={() => setFilter({ text: 'order' })}>
          Only orders
        </button>
        <button type="button" onClick={() => find('dispatch')}>
          Find “dispatch”
        </button>
        <button type="button" onClick={() => stream?.pause()}>
          Pause
        </button>
      </div>
      <Newest lines={view.slice(-12).flatMap((item) => (item.kind === 'log' ? [item.message] : ['⋯']))} />
    </>
  );
}

/** `useLogStream`, `useLogFilter` and `useLogSearch` with a custom list. */
export const OwnList: Story = {
  render: () => <Telling told="steady">{(run) => <OwnView run={run} />}</Telling>,
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    await waitFor(() => expect(canvas.getByText(/^live, \d{2,} received/)).toBeVisible(), PATIENCE);
    await userEvent.click(canvas.getByRole('button', { name: 'Only orders' }));
    await waitFor(() => {
      const lines = canvasElement.querySelector('pre')?.textContent.split('\n') ?? [];
      return expect(lines.every((line) => line.includes('order'))).toBe(true);
    });
  },
};

function Task({ run }: { readonly run: Run }): ReactElement {
  const { logs, isStreaming, hasMore, loadMore, error } = useCodespaceLogs(run.id, demoToken, {
    pageSize: 20,
  });
  return (
    <>
      <p>
        {isStreaming ? 'Streaming' : 'Not streaming'}, {logs.length} rows{error === null ? '' : `, ${error}`}
      </p>
      <div className="playground-faults">
        <button type="button" disabled={!hasMore} onClick={loadMore}>
          Load more
        </button>
      </div>
      <Newest lines={logs.map(({ log_type, message }) => `${log_type.padEnd(9)} ${message}`)} />
    </>
  );
}

/** `useCodespaceLogs`: the rows of a task, paged and streamed. */
export const CodespaceTask: Story = {
  render: () => <Telling told="agent-run">{(run) => <Task run={run} />}</Telling>,
  play: async ({ canvasElement }) => {
    await waitFor(
      () => expect(within(canvasElement).getByText(/^Streaming, [1-9]\d* rows/)).toBeVisible(),
      PATIENCE,
    );
  },
};

function Service(): ReactElement {
  const { services } = useServices({ interval: 1_000 });
  const [name, setName] = useState('');
  const { logs, isConnected } = useServiceLogs({ serviceName: name === '' ? null : name, tail: 50 });
  return (
    <>
      <label>
        Service{' '}
        <select value={name} onChange={(event) => setName(event.currentTarget.value)}>
          <option value="">none</option>
          {services.map(({ service }) => (
            <option key={service}>{service}</option>
          ))}
        </select>
      </label>
      <p>{isConnected ? `Connected, ${logs.length} lines` : 'Not connected'}</p>
      <Newest lines={logs} />
    </>
  );
}

/** `useServices` and `useServiceLogs`: choose a container and read its log. */
export const ContainerService: Story = {
  render: () => <Telling told="crash-loop">{() => <Service />}</Telling>,
  play: async ({ canvasElement }) => {
    const canvas = within(canvasElement);
    const option = await canvas.findByRole('option', { name: /^crash-loop/ }, PATIENCE);
    await userEvent.selectOptions(canvas.getByRole('combobox'), option);
    await waitFor(() => expect(canvas.getByText(/^Connected, [1-9]\d* lines/)).toBeVisible(), PATIENCE);
  },
};
