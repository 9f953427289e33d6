import { nothing, skip, type Check } from '../finding.js';
import { ID_WORDS } from '../../args/parse-target.js';

/** Without a log, there is nothing to listen to. */
export const liveSkipped: Check = ({ hasId, backend }) =>
  hasId ? nothing : skip('live', `Not checked. Give a ${ID_WORDS[backend]} to check the live connection.`);
