/** Loads the packing code: a separate chunk, because only large buffers are packed. */
import { late, type Late } from '../lib/late.js';
import type { LinePacker } from './line-packer.js';

export const packing: Late<typeof LinePacker> = /* @__PURE__ */ late(
  'packing old lines',
  async () => (await import('./line-packer.js')).LinePacker,
);
