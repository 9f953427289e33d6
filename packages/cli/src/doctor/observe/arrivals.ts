import type { Frame, LogSource, TransportName } from '@tailrace/core';
import type { Arrival, LiveEnd } from '../observations.js';
import { seenLine } from './list.js';

/** After this many lines, listening stops. */
export const ENOUGH = 50_000;

/** Decodes what arrived in one read, and whether it ended the connection. */
export function readArrival(
  source: LogSource,
  transport: TransportName,
  at: number,
  frames: readonly Frame[],
  comments: boolean,
): { readonly arrival: Arrival; readonly end: LiveEnd | undefined } {
  const signals = frames.flatMap((frame) => source.decode(frame, transport));
  const lines = signals.flatMap((signal) => (signal.type === 'line' ? [seenLine(source, signal.line)] : []));
  const types = new Set(signals.map(({ type }) => type));
  const end = types.has('fatal')
    ? 'error'
    : types.has('complete')
      ? 'complete'
      : types.has('timeout')
        ? 'timeout'
        : undefined;
  return { arrival: { at, lines, heartbeat: comments || types.has('heartbeat') }, end };
}
