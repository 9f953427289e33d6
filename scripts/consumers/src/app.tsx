// A page as a product would write it: a viewer, and hooks with their own stream. Rendered on a server, then in a browser.
import { prismq, stratal } from '@tailrace/core';
import {
  LogStats,
  LogViewer,
  useLogFilter,
  useLogStats,
  useLogStream,
  type LogViewerHandle,
} from '@tailrace/react';
import { StrictMode, useMemo, useRef, type ReactElement } from 'react';

const EVEN = { text: '0' };

function Counts({ backend }: { readonly backend: string }): ReactElement {
  const source = useMemo(() => prismq({ baseUrl: backend }).run('demo'), [backend]);
  const { stream, status, items } = useLogStream(source);
  const { lines } = useLogStats(stream);
  const filtered = useLogFilter(stream, EVEN);
  return (
    <>
      <output>{`hooks: ${status}, ${items.length} items, ${lines} lines, ${filtered.view.length} with a zero`}</output>
      <LogStats source={stream} />
    </>
  );
}

export function App({ backend }: { readonly backend: string }): ReactElement {
  const viewer = useRef<LogViewerHandle>(null);
  const source = useMemo(() => stratal({ baseUrl: backend }).jobRun('demo'), [backend]);
  return (
    <StrictMode>
      <LogViewer ref={viewer} source={source} height="300px" />
      <button type="button" onClick={() => viewer.current?.scrollToEnd()}>
        to the end
      </button>
      <Counts backend={backend} />
    </StrictMode>
  );
}
