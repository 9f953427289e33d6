/** What reads a whole log as text: most pages never do. */
import { late } from './late.js';

export const downloads = /* @__PURE__ */ late('downloads', () => import('./download.js'));
