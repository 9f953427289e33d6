import { LogStreamingService } from '@tailrace/core';
import { TailraceProvider } from '@tailrace/react';
import '@tailrace/react/styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';
import './app.css';

const container = document.getElementById('app');
if (container === null) throw new Error('The page has no element with the id "app".');

const service = new LogStreamingService(location.origin);

createRoot(container).render(
  <StrictMode>
    <TailraceProvider service={service}>
      <App />
    </TailraceProvider>
  </StrictMode>,
);
