import { expect } from 'vitest';
import { LOG_LEVELS } from '../../entry.js';
import { LogStreamError } from '../../errors.js';
import type { Signal } from '../source.js';

const SIGNALS = ['line', 'heartbeat', 'complete', 'timeout', 'fatal', 'malformed', 'ignored', 'unknown'];

/** Checks what must hold for every signal, whatever was sent. */
export function checkSignals(signals: readonly Signal[]): void {
  for (const signal of signals) {
    expect(SIGNALS).toContain(signal.type);
    if (signal.type === 'line') {
      expect(LOG_LEVELS).toContain(signal.line.level);
      expect(typeof signal.line.message).toBe('string');
      expect(Object.values(signal.line.labels).every((label) => typeof label === 'string')).toBe(true);
      if (signal.line.time !== undefined) expect(Number.isFinite(signal.line.time)).toBe(true);
    }
    if (signal.type === 'malformed') expect(signal.data.length).toBeLessThan(300);
    if (signal.type === 'fatal') expect(signal.error).toBeInstanceOf(LogStreamError);
  }
}
