import { describe, expect, it } from 'vitest';
import { serviceState } from './service-state.js';

describe('serviceState', () => {
  it.each([
    ['running', undefined, 'good'],
    ['running', 'healthy', 'good'],
    ['Up 3 minutes', undefined, 'good'],
    ['running', 'unhealthy', 'bad'],
    ['running', 'starting', 'busy'],
    ['restarting', undefined, 'busy'],
    ['dead', undefined, 'bad'],
    ['exited', undefined, 'off'],
    ['some new word', undefined, 'off'],
  ] as const)('%s, %s is %s', (status, health, state) => {
    expect(serviceState(status, health)).toBe(state);
  });
});
