/** The kinds of simulated servers that most tests use. */
import type { SimulatedServerOptions } from './simulated-server.js';

/** Lines have ids; the live stream begins with the next line. */
export const IDS: SimulatedServerOptions = { identity: 'id', liveStart: 'now' };

/** Lines are recognised by their content, and equal ones counted; the live stream begins with the next line. */
export const COUNTED: SimulatedServerOptions = { identity: 'count', liveStart: 'now' };

/** Lines are recognised by those around them; the live stream begins with the last lines. */
export const TAIL: SimulatedServerOptions = { identity: 'align', liveStart: 'tail' };

/** Rows have ids, and live lines have none. */
export const ROW_IDS: SimulatedServerOptions = { ...COUNTED, rowIds: true };
