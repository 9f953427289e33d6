import { expect, it } from 'vitest';
import { initialState, type ConnectionState } from '../connection/machine.js';
import { isOver, NOT_CONNECTED, reportOf } from './connection-report.js';

const waiting = (failures: number): ConnectionState => ({
  ...initialState({ transports: ['sse'] }),
  phase: 'waiting',
  failures,
  delay: 500,
});

it('announces one attempt for a whole wait, and the next one anew', () => {
  const first = reportOf(waiting(1), NOT_CONNECTED, 1_000);
  expect(first).toEqual({
    status: 'reconnecting',
    error: undefined,
    retry: { attempt: 1, delay: 500, at: 1_500 },
  });
  expect(reportOf(waiting(1), first, 1_200).retry).toBe(first.retry);
  expect(reportOf(waiting(2), first, 2_000).retry).toEqual({ attempt: 2, delay: 500, at: 2_500 });
});

it('announces no attempt while none is waited for', () => {
  const waited = reportOf(waiting(1), NOT_CONNECTED, 1_000);
  expect(reportOf({ ...waiting(1), phase: 'open' }, waited, 1_500)).toEqual({
    status: 'live',
    error: undefined,
    retry: undefined,
  });
});

it.each([
  ['idle', true],
  ['connecting', false],
  ['open', false],
  ['waiting', false],
  ['failed', true],
  ['closed', true],
] as const)('knows whether the stream is over: %s', (phase, over) => {
  expect(isOver(reportOf({ ...initialState({ transports: ['sse'] }), phase }, NOT_CONNECTED, 0))).toBe(over);
});
