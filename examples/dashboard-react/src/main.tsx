import './styles/index.css';
import '@tailrace/react/styles.css';
import '@tailrace/react/panels.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.js';

const container = document.getElementById('app');
if (container === null) throw new Error('The page has no element with the id "app".');

createRoot(container).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
