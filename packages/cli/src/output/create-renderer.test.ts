import type { LogEntry } from '@tailrace/core';
import { describe, expect, it } from 'vitest';
import { fakeIo } from '../testing/fake-io.js';
import { createRenderer } from './create-renderer.js';

const entry: LogEntry = {
  kind: 'log',
  seq: 0,
  timestamp: '2026-01-31T12:00:00Z',
  time: Date.parse('2026-01-31T12:00:00Z'),
  level: 'error',
  message: 'it broke',
  labels: {},
  raw: {},
};

describe('createRenderer', () => {
  it.each([
    ['a terminal', { tty: true }, true],
    ['a terminal with NO_COLOR', { tty: true, env: { NO_COLOR: '1' } }, false],
    ['a terminal with FORCE_COLOR=0', { tty: true, env: { FORCE_COLOR: '0' } }, false],
    ['a dumb terminal', { tty: true, env: { TERM: 'dumb' } }, false],
    ['a pipe', {}, false],
    ['a pipe with FORCE_COLOR', { env: { FORCE_COLOR: '1' } }, true],
    ['a pipe with FORCE_COLOR=0', { env: { FORCE_COLOR: '0' } }, false],
    ['a pipe with both', { env: { FORCE_COLOR: '1', NO_COLOR: '1' } }, false],
  ] as const)('for %s', (_place, init, coloured) => {
    const line = createRenderer('pretty', fakeIo(init), false).line(entry);
    expect(line?.includes('\u001b[31mERROR')).toBe(coloured);
  });
});
