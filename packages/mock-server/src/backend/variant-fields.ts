import { bool, isWhole, milliseconds, needed, objectOf, oneOf, times, whole } from '../lib/fields.js';
import type { Field } from '../lib/fields.js';
import type { Variants } from './variants.js';

const STAMP = objectOf({
  digits: needed({ is: (value) => isWhole(value, 0, 9), must: 'be a whole number from 0 to 9' }),
  zone: needed({
    is: (value) => typeof value === 'string' && /^(Z|none|[+-]\d\d:\d\d)$/.test(value),
    must: "be 'Z', 'none' or an offset such as '+02:00'",
  }),
});
const SOCKET = { batch: oneOf('none', 'array', 'lines'), batchSize: times(1), stamp: STAMP };

/** The values that each switch may have; the compiler checks that none is missing. */
const SWITCHES: { readonly [B in keyof Variants]: Readonly<Record<keyof Variants[B], Field>> } = {
  codespace: {
    sinceInclusive: bool,
    liveOnly: bool,
    unknownTask: oneOf('404', 'error-event'),
    unauthorized: oneOf(401, 403),
    emptyMetadata: oneOf('null', 'object'),
    taskId: bool,
    timeoutUnit: milliseconds,
    heartbeatMs: milliseconds,
    retryMs: whole(0),
    stamp: STAMP,
  },
  prismq: {
    sinceInclusive: bool,
    replay: oneOf('buffer', 'none'),
    replayEnded: oneOf('buffer', 'last', 'none'),
    unknownRun: oneOf('404', 'error-event'),
    heartbeatMs: milliseconds,
    retryMs: whole(0),
    stamp: STAMP,
  },
  stratal: {
    ...SOCKET,
    replay: bool,
    legacyRows: bool,
    metadata: oneOf('object', 'json', 'base64', 'absent'),
    total: oneOf('exact', 'absent', 'guess'),
    taskRunPagination: bool,
    typeRoutes: bool,
    newestFirst: bool,
    greeting: bool,
    pingMs: milliseconds,
    completeOnClose: bool,
    unknownRun: oneOf('404', 'empty'),
    retryMs: whole(0),
  },
  containers: {
    ...SOCKET,
    contentStamps: bool,
    linesPerContent: times(1),
    trim: bool,
    rawFrames: bool,
    refuse: oneOf('close-4001', 'handshake-403'),
    replayLimit: times(0),
    completeOnClose: bool,
    statusShadowed: bool,
  },
};

/** Interpretations of the contract. */
export const VARIANTS = objectOf(
  Object.fromEntries(Object.entries(SWITCHES).map(([backend, switches]) => [backend, objectOf(switches)])),
);
