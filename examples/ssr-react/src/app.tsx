import { stratal } from '@tailrace/core';
import { LogViewer } from '@tailrace/react';
import { StrictMode, useMemo, type ReactElement } from 'react';

/** The same on the server and in the browser. Nothing connects before it is mounted, and that only happens in a browser. */
export function App({ backend }: { readonly backend: string }): ReactElement {
  const source = useMemo(() => stratal({ baseUrl: backend }).all(), [backend]);
  return (
    <StrictMode>
      <h1>Rendered on a server</h1>
      <p>The page came with the viewer’s shell in it; the lines came when React had taken it over.</p>
      <LogViewer source={source} height="70vh" />
    </StrictMode>
  );
}
