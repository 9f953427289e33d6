import type { CodespaceLog } from '@tailrace/core';
import { describe, expect, it } from 'vitest';
import { joinLive, passesFilters, prependPage } from './codespace-rows.js';

const row = (id: string, init: Partial<CodespaceLog> = {}): CodespaceLog => ({
  id,
  step_name: 'Build',
  log_type: 'info',
  message: `message ${id}`,
  created_at: '2024-01-15T10:30:00.000Z',
  ...init,
});
const ids = (rows: readonly CodespaceLog[]) => rows.map(({ id }) => id).join('');

describe('rows of a task', () => {
  it('are oldest first, although pages are newest first', () => {
    const first = prependPage([], [row('d'), row('c')]);
    expect(ids(first)).toBe('cd');
    expect(ids(prependPage(first, [row('b'), row('a')]))).toBe('abcd');
  });

  it('appear once, even if they shift between two pages or are replayed live', () => {
    const first = prependPage([], [row('c'), row('b')]);
    const second = prependPage(first, [row('b'), row('a')]);
    expect(ids(second)).toBe('abc');
    expect(ids(joinLive(second, [row('b'), row('c'), row('d')], {}))).toBe('abcd');
    expect(joinLive(second, [row('c')], {})).toBe(second);
  });

  it('are filtered live in the same way as on the server', () => {
    expect(passesFilters(row('a'), { step_name: 'buil' })).toBe(true);
    expect(passesFilters(row('a'), { search: 'MESSAGE A' })).toBe(true);
    expect(passesFilters(row('a'), { search: 'nothing' })).toBe(false);
    expect(ids(joinLive([], [row('a'), row('b', { log_type: 'error' })], { log_type: 'error' }))).toBe('b');
  });
});
