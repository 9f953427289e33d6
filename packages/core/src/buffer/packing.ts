/** What packs lines. Only large buffers have them packed: it is a chunk of its own. */
import { late, type Late } from '../lib/late.js';
import type { LinePacker } from './line-packer.js';

export const packing: Late<typeof LinePacker> = /* @__PURE__ */ late(
  'packing old lines',
  async () => (await import('./line-packer.js')).LinePacker,
);
