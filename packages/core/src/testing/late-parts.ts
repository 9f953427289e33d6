/**
 * Brings the code that comes late, for tests on a virtual clock: a chunk comes in real time, which such a test does not wait
 * for. What happens while it is on its way has tests of its own.
 */
import { packing } from '../buffer/packing.js';
import { replaying } from '../continuity/replaying.js';
import { readingBack } from '../history/reading-back.js';
import { downloads } from '../lib/downloads.js';
import { patternGuard } from '../query/late-pattern-guard.js';
import { tabSharing } from '../stream/shared-tabs.js';
import { transports } from '../transports/registry.js';

await Promise.all([
  downloads.load(),
  packing.load(),
  patternGuard.load(),
  readingBack.load(),
  replaying.load(),
  tabSharing.load(),
  ...Object.values(transports).map((one) => one.load()),
]);
