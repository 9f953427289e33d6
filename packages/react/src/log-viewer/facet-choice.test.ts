import type { Facets, LogFilter } from '@tailrace/core';
import { describe, expect, it } from 'vitest';
import { countChoices } from './count-choices.js';
import { chosenLabels, chosenValues, onlyValue, toggleValue, withoutChoices } from './facet-choice.js';

const facets: Facets = new Map([
  [
    'stream',
    new Map([
      ['stdout', 7],
      ['stderr', 2],
    ]),
  ],
  [
    'log_type',
    new Map([
      ['coding', 4],
      ['error', 1],
    ]),
  ],
  [
    'step_name',
    new Map([
      ['Build image', 3],
      ['Push image', 3],
      ['Test', 1],
    ]),
  ],
  ['task_run_id', new Map([['a1', 9]])],
]);

describe('the values that a filter asks for', () => {
  it.each<[LogFilter, string, readonly string[]]>([
    [{ labels: { stream: 'stderr' } }, 'stream', ['stderr']],
    [{ streams: ['stderr'] }, 'stream', ['stderr']],
    [{ types: ['coding'] }, 'log_type', ['coding']],
    [{ types: ['coding'] }, 'type', []],
    [{ sources: ['a1'] }, 'task_run_id', ['a1']],
    [{ steps: ['IMAGE'] }, 'step_name', ['Build image', 'Push image']],
    [{ streams: ['stderr'], labels: { stream: 'stdout' } }, 'stream', ['stdout', 'stderr']],
  ])('%j: of %s', (filter, name, values) => {
    expect(chosenValues(filter, name, facets)).toEqual(values);
  });

  it('are shown once where no line has them, so that they can be taken back', () => {
    const filter: LogFilter = { types: ['task', 'coding'], sources: ['gone'], steps: ['deploy'] };
    expect([...chosenLabels(filter, facets)].sort()).toEqual(['log_type', 'step_name', 'task_run_id']);
    expect(chosenValues(filter, 'log_type', facets)).toEqual(['coding', 'task']);
    expect(chosenValues(filter, 'step_name', facets)).toEqual(['deploy']);
    expect(chosenValues({ streams: ['system'] }, 'stream', new Map())).toEqual(['system']);
  });
});

describe('a press on a value', () => {
  const press = (filter: LogFilter, ...presses: readonly (readonly [string, string])[]): LogFilter =>
    presses.reduce((next, [name, value]) => toggleValue(next, name, value, facets), filter);

  it('chooses it by its label where the filter has no list for it', () => {
    expect(press({ text: 'x' }, ['stream', 'stderr'])).toEqual({ text: 'x', labels: { stream: ['stderr'] } });
    expect(press({ text: 'x' }, ['stream', 'stderr'], ['stream', 'stderr'])).toEqual({ text: 'x' });
  });

  it('adds to the list that there is, and takes away from it', () => {
    expect(press({ streams: ['stderr'] }, ['stream', 'stdout'])).toEqual({ streams: ['stderr', 'stdout'] });
    expect(press({ streams: ['stderr', 'stdout'] }, ['stream', 'stderr'])).toEqual({ streams: ['stdout'] });
    expect(press({ types: ['coding'], text: 'x' }, ['log_type', 'coding'])).toEqual({ text: 'x' });
    expect(press({ sources: ['gone'] }, ['task_run_id', 'gone'])).toEqual({});
  });

  it('leaves the other steps that one part stood for', () => {
    expect(press({ steps: ['image'] }, ['step_name', 'Build image'])).toEqual({ steps: ['Push image'] });
    expect(press({ steps: ['image', 'test'] }, ['step_name', 'Test'])).toEqual({ steps: ['image'] });
    expect(press({ steps: ['image'] }, ['step_name', 'Test'])).toEqual({ steps: ['image', 'Test'] });
  });

  it('counts for both conditions where the filter has both', () => {
    const both: LogFilter = { streams: ['stderr'], labels: { stream: ['stderr'] } };
    expect(press(both, ['stream', 'stdout'])).toEqual({
      streams: ['stderr', 'stdout'],
      labels: { stream: ['stderr', 'stdout'] },
    });
    expect(press(both, ['stream', 'stderr'])).toEqual({});
  });
});

describe('a list that names other labels', () => {
  const known: Facets = new Map([
    [
      'service',
      new Map([
        ['api', 3],
        ['web', 2],
      ]),
    ],
    [
      'job_run_id',
      new Map([
        ['r1', 4],
        ['r2', 1],
      ]),
    ],
  ]);
  const runs: LogFilter = { sources: ['r1'] };

  it('stays beside a condition on this one', () => {
    const both = { sources: ['r1'], labels: { service: ['api'] } };
    expect(onlyValue(runs, 'service', 'api', known)).toEqual(both);
    expect(toggleValue(runs, 'service', 'api', known)).toEqual(both);
    expect(toggleValue(both, 'service', 'api', known)).toEqual(runs);
    expect(toggleValue(both, 'service', 'web', known)).toEqual({
      sources: ['r1'],
      labels: { service: ['api', 'web'] },
    });
  });

  it('goes where it names this one, too: its lines need not have both', () => {
    const either: LogFilter = { sources: ['r1', 'api', 'web'] };
    expect(onlyValue(either, 'service', 'api', known)).toEqual({ labels: { service: ['api'] } });
    expect(toggleValue(either, 'service', 'web', known)).toEqual({ sources: ['r1', 'api'] });
  });
});

describe('only one value of a label', () => {
  it.each<[LogFilter, string, string, LogFilter]>([
    [{ text: 'x' }, 'stream', 'stderr', { text: 'x', labels: { stream: ['stderr'] } }],
    [
      { labels: { stream: ['stdout'], pod: 'a' } },
      'stream',
      'stderr',
      { labels: { stream: ['stderr'], pod: 'a' } },
    ],
    [{ streams: ['stdout', 'stderr'] }, 'stream', 'stderr', { labels: { stream: ['stderr'] } }],
    // Not the part of a name, which other steps may have, too.
    [{ steps: ['image', 'test'] }, 'step_name', 'Push image', { labels: { step_name: ['Push image'] } }],
    [
      { streams: ['stderr'], types: ['coding'] },
      'log_type',
      'error',
      { streams: ['stderr'], labels: { log_type: ['error'] } },
    ],
  ])('%j: of %s, %s', (filter, name, value, next) => {
    expect(onlyValue(filter, name, value, facets)).toEqual(next);
    expect(chosenValues(next, name, facets)).toEqual([value]);
  });
});

it('all of them are counted and taken away', () => {
  const filter: LogFilter = { text: 'x', streams: [], types: ['job'], labels: { pod: 'a' }, context: 2 };
  expect(countChoices(filter)).toBe(3);
  expect(withoutChoices(filter)).toEqual({ text: 'x', context: 2 });
});
