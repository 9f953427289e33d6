import { renderToString } from 'react-dom/server';
import { App } from './app.js';

/** What the server puts into its page. */
export const render = (backend: string): string => renderToString(<App backend={backend} />);
