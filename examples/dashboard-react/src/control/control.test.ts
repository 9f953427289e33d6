import { describe, expect, it } from 'vitest';
import { sortRuns, type RunInfo } from './control.js';

const run = (id: string, kind: RunInfo['kind']): RunInfo => ({
  id,
  title: id,
  status: 'running',
  lines: 0,
  kind,
});

describe('sortRuns', () => {
  it('puts captured processes first, then files, and keeps the order of the rest', () => {
    const runs = [run('b', 'scenario'), run('log', 'file'), run('a', 'scenario'), run('make', 'process')];
    expect(sortRuns(runs).map(({ id }) => id)).toEqual(['make', 'log', 'b', 'a']);
  });
});
