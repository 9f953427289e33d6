import type { BackendName, LogStream } from '@tailrace/core';
import type { Run } from '@tailrace/mock-server';
import { useCallback, useEffect, useMemo, useState, type ReactElement } from 'react';
import { useLogStream } from '../hooks/use-log-stream.js';
import { LogViewer } from '../log-viewer/log-viewer.js';
import { beginRun, leaveRun, server, sourceOf, tell, writeNumbered, type Told } from './reference-server.js';

/** The faults that the buttons inject into the connection of a run. */
const FAULTS: readonly (readonly [name: string, why: string, act: (run: Run) => void])[] = [
  ['Pull the plug', 'The connection breaks.', ({ id }) => void server.control.cut({ runId: id })],
  [
    'Stall for 10 s',
    'The connection stays open, but sends nothing.',
    ({ id }) => void server.control.stall(10_000, { runId: id }),
  ],
  [
    'Refuse 3 times',
    'The connection breaks, and the next three are refused.',
    ({ id }) => {
      server.control.refuse({ count: 3 });
      server.control.cut({ runId: id });
    },
  ],
  [
    'Repeat 50 lines',
    'The server sends its last 50 lines again.',
    ({ id }) => void server.control.duplicate(50, { runId: id }),
  ],
  [
    'Lose lines',
    'The server drops lines that it wrote while the connection was broken.',
    (run) => {
      server.control.refuse({ count: 2 });
      server.control.cut({ runId: run.id });
      writeNumbered(run, 40);
      run.evict(10);
    },
  ],
];

/** Milliseconds between two updates of the counts. */
const ACCOUNT_EVERY = 250;

/** What the server wrote, and what became of it in the viewer. */
function Account({ run, stream }: { readonly run: Run; readonly stream: LogStream }): ReactElement {
  const read = useCallback(() => ({ written: run.next, ...stream.getSnapshot().ledger }), [run, stream]);
  const [counts, setCounts] = useState(read);
  useEffect(() => {
    const timer = setInterval(() => setCounts(read), ACCOUNT_EVERY);
    return () => clearInterval(timer);
  }, [read]);
  const facts: readonly (readonly [string, number])[] = [
    ['Written by the server', counts.written],
    ['Received', counts.received],
    ['Seen before, left out', counts.duplicates],
    ['Shown', counts.stored],
    ['Gaps', counts.gaps],
  ];
  return (
    <dl className="playground-account">
      {facts.map(([name, count]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{count.toLocaleString('en')}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Props of {@link Playground}. */
export interface PlaygroundProps {
  /** The backend whose protocol is used. */
  readonly backend: BackendName;
  /** The content of the run: a scenario of the mock server, or numbered lines. */
  readonly tells: Told;
  /** Lines per second. Default: the scenario's own rate. */
  readonly rate?: number;
  /** Height of the viewer, in pixels. */
  readonly height?: number;
}

/** A live log from the reference server, and buttons that break its connection. */
export function Playground({ backend, tells, rate, height = 400 }: PlaygroundProps): ReactElement {
  const [run, setRun] = useState<Run>();
  useEffect(() => {
    const begun = beginRun(tells);
    setRun(begun);
    return () => leaveRun(begun);
  }, [tells, backend]);
  useEffect(() => (run ? tell(run, tells, rate) : undefined), [run, tells, rate]);
  return (
    <div className="playground">
      {run ? <Shown key={run.id} run={run} backend={backend} height={height} /> : null}
    </div>
  );
}

function Shown({
  run,
  backend,
  height,
}: {
  readonly run: Run;
  readonly backend: BackendName;
  readonly height: number;
}): ReactElement {
  const source = useMemo(() => sourceOf(backend, run.id), [backend, run]);
  const { stream } = useLogStream(source);
  return (
    <>
      <div className="playground-faults" role="group" aria-label="Break the connection">
        {FAULTS.map(([name, why, act]) => (
          <button key={name} type="button" title={why} onClick={() => act(run)}>
            {name}
          </button>
        ))}
      </div>
      <LogViewer stream={stream ?? null} source={source} height={height} />
      {stream ? <Account run={run} stream={stream} /> : null}
    </>
  );
}
