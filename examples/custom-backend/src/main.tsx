import { LogViewer } from '@tailrace/react';
import '@tailrace/react/styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { orchard } from './orchard.js';
import './page.css';

const log = orchard({ baseUrl: location.origin }).log('harvest');

createRoot(document.getElementById('app') as HTMLElement).render(
  <StrictMode>
    <h1>A backend of your own</h1>
    <p>
      NDJSON from <code>src/server.ts</code>, read through the adapter in <code>src/orchard.ts</code>. Stop
      the server and start it again: no line is lost.
    </p>
    <LogViewer source={log} height="70vh" />
  </StrictMode>,
);
