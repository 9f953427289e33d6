import type { LogEntry, LogItem } from '@tailrace/core';
import { describe, expect, it } from 'vitest';
import { addToSteps } from './use-steps.js';

const line = (step: string, level: LogEntry['level'] = 'info', type = 'coding'): LogItem => ({
  kind: 'log',
  seq: 0,
  level,
  message: '',
  labels: { step_name: step, log_type: type },
  raw: undefined,
});

describe('addToSteps', () => {
  it('counts lines and errors, and puts the step with the latest line last', () => {
    const first = addToSteps([], [line('plan'), line('code'), line('code', 'error', 'error')]);
    expect(addToSteps(first, [line('plan', 'info', 'thinking')])).toEqual([
      { name: 'code', lines: 2, errors: 1, lastType: 'error' },
      { name: 'plan', lines: 2, errors: 0, lastType: 'thinking' },
    ]);
  });

  it('ignores gaps and lines without a step', () => {
    expect(
      addToSteps([], [{ kind: 'gap', seq: 0, reason: 'evicted' }, { ...line('x'), labels: {} } as LogItem]),
    ).toEqual([]);
  });
});
