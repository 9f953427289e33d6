import { describe, expect, it } from 'vitest';
import { createTaskNames } from './task-names.js';

describe('names of task runs', () => {
  it('are those of their last lines that had one', () => {
    const names = createTaskNames();
    for (const [task_run_id, task_name] of [
      ['t1', 'fetch'],
      ['t2', 'pack'],
      ['t1', 'fetch again'],
    ] as const)
      names.learn({ task_run_id, task_name });
    names.learn({ task_run_id: 't2' });
    names.learn({ task_name: 'of no run' });
    expect(['t1', 't2', 't3', undefined].map((taskRun) => names.of(taskRun))).toEqual([
      'fetch again',
      'pack',
      undefined,
      undefined,
    ]);
  });

  it('take a bounded amount of memory', () => {
    const names = createTaskNames();
    const learn = (task_run_id: string): void => names.learn({ task_run_id, task_name: 'fetch' });
    for (let run = 0; run <= 1_000; run++) learn(`t${run}`);
    learn('x'.repeat(10_000));
    expect(['t0', 't1', 't1000', 'x'.repeat(10_000)].map((taskRun) => names.of(taskRun))).toEqual([
      undefined,
      'fetch',
      'fetch',
      undefined,
    ]);
  });
});
