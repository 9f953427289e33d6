/** Loads the packing code: a separate chunk, because only large buffers are packed. */
import { late, type Late } from '../lib/late.js';
import type { ChunkPacker } from './chunk-packer.js';

/** The limit in lines above which a buffer is packed. Smaller ones evict lines so soon that packing would cost more than it saves. */
export const PACKING_BOUND = 16_384;

export const packing: Late<typeof ChunkPacker> = /* @__PURE__ */ late(
  'packing old lines',
  async () => (await import('./chunk-packer.js')).ChunkPacker,
);
