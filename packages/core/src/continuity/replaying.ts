/** What lays replayed tails against what was delivered. Most backends replay none: it is a chunk of its own. */
import { late, type Late } from '../lib/late.js';
import type { Replay } from './replay.js';

/** Whether more of a replay is to come: `certain` where stamps say that it stopped in the midst of what was delivered. */
export type ReplayLag = 'none' | 'likely' | 'certain';

export const replaying: Late<typeof Replay> = /* @__PURE__ */ late(
  'replayed lines',
  async () => (await import('./replay.js')).Replay,
);
