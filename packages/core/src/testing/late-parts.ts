/**
 * Loads all code that is normally loaded on demand, because that takes real time, for which a test on a virtual clock does not wait.
 * What happens while it loads is tested in `log-stream.late.test.ts`.
 */
import { beside } from '../connection/beside.js';
import { packing } from '../buffer/packing.js';
import { replaying } from '../continuity/replaying.js';
import { readingBack } from '../history/reading-back.js';
import { downloads } from '../lib/downloads.js';
import { patternGuard } from '../query/late-pattern-guard.js';
import { tabSharing } from '../stream/shared-tabs.js';
import { transports } from '../transports/registry.js';

await Promise.all([
  beside.load(),
  downloads.load(),
  packing.load(),
  patternGuard.load(),
  readingBack.load(),
  replaying.load(),
  tabSharing.load(),
  ...Object.values(transports).map((one) => one.load()),
]);
