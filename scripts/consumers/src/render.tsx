// Renders what a server sends before any script runs. Compiled to ESM and to CommonJS.
import { renderToString } from 'react-dom/server';
import { App } from './app.js';

console.log(renderToString(<App backend="http://backend.invalid" />));
