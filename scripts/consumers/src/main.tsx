// The script of the page: it hydrates what the server rendered, and starts a worker.
import '@tailrace/react/styles.css';
import '@tailrace/react/panels.css';
import { hydrateRoot } from 'react-dom/client';
import { App } from './app.js';

hydrateRoot(document.getElementById('app') as HTMLElement, <App backend={location.origin} />);

const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
worker.addEventListener('message', ({ data }: MessageEvent<string>) => {
  (document.getElementById('worker') as HTMLElement).textContent = data;
});
worker.postMessage(location.origin);
