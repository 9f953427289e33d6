import { LogViewer } from '@tailrace/react';
import '@tailrace/react/styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { runs } from './runs.js';
import './page.css';

const log = runs({ baseUrl: location.origin }).log('build');

createRoot(document.getElementById('app') as HTMLElement).render(
  <StrictMode>
    <h1>A table, and a stream of it</h1>
    <p>
      SQLite in <code>src/store.ts</code>, lists and streams in <code>src/server.ts</code>, the client’s side
      in <code>src/runs.ts</code>. Every line has a number and a stamp in microseconds, so nothing is left to
      guess.
    </p>
    <LogViewer source={log} height="70vh" />
  </StrictMode>,
);
