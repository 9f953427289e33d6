import '@tailrace/react/styles.css';
import { hydrateRoot } from 'react-dom/client';
import { App } from './app.js';
import './page.css';

const container = document.getElementById('app') as HTMLElement;
hydrateRoot(container, <App backend={container.dataset['backend'] ?? ''} />);
