/** Loads the alignment of replayed tails, which most backends do not need: it is a separate chunk. */
import { late, type Late } from '../lib/late.js';
import type { Replay } from './replay.js';

/** Whether more of a replay must follow: `certain` if nothing of it is new so far, as timestamps prove. */
export type ReplayLag = 'none' | 'likely' | 'certain';

export const replaying: Late<typeof Replay> = /* @__PURE__ */ late(
  'replayed lines',
  async () => (await import('./replay.js')).Replay,
);
