// A viewer of the log named in the query: ?backend=…&transport=…&at=<base URL>. The ledger is shown below it.
import { createLogStream, type BackendName, type TransportName } from '@tailrace/core';
import { LogViewer } from '@tailrace/react';
import '@tailrace/react/styles.css';
import { useSyncExternalStore } from 'react';
import { createRoot } from 'react-dom/client';
import { IMPATIENT, SOURCES } from '../support/sources.js';

const query = new URLSearchParams(location.search);
const read = (name: string): string => query.get(name) ?? '';

const stream = createLogStream(SOURCES[read('backend') as BackendName](read('at')), {
  ...IMPATIENT,
  transport: read('transport') as TransportName,
});

function Page() {
  const { ledger } = useSyncExternalStore(stream.subscribe, stream.getSnapshot);
  return (
    <>
      <LogViewer stream={stream} height="calc(100vh - 20px)" />
      <output>{JSON.stringify(ledger)}</output>
    </>
  );
}

createRoot(document.getElementById('app') as HTMLElement).render(<Page />);
