/** Code for downloads, loaded on first use: most pages never need it. */
import { late } from './late.js';

export const downloads = /* @__PURE__ */ late('downloads', () => import('./download.js'));
