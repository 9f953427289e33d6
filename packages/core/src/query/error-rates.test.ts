import { describe, expect, it } from 'vitest';
import type { DecodedLine } from '../entry.js';
import { createErrorRates } from './error-rates.js';
import { createBufferSource } from './testing/buffer-source.js';

const at = (time: number, run: string | undefined, level: DecodedLine['level'] = 'info'): DecodedLine => ({
  level,
  message: 'm',
  labels: run === undefined ? {} : { job_run_id: run, service: 's' },
  raw: undefined,
  time,
});

describe('createErrorRates', () => {
  it('reports errors and lines of each run, most errors first', () => {
    const { source, buffer, flush } = createBufferSource();
    buffer.append([at(1, 'a'), at(2, 'a'), at(3, 'b', 'error'), at(4, 'b', 'fatal'), at(5, 'a', 'error')]);
    flush();
    expect(createErrorRates(source).getRates()).toEqual([
      { run: 'b', lines: 2, errors: 2, rate: 1 },
      { run: 'a', lines: 3, errors: 1, rate: 1 / 3 },
    ]);
  });

  it('forgets lines older than the window, but still counts lines evicted from the buffer', () => {
    const { source, buffer, flush } = createBufferSource(2);
    const rates = createErrorRates(source, { window: 1_000 });
    buffer.append([at(0, 'a', 'error'), at(100, 'a')]);
    flush();
    buffer.append([at(200, 'a'), at(300, 'a')]);
    flush();
    expect(rates.getRates()).toEqual([{ run: 'a', lines: 4, errors: 1, rate: 1 / 4 }]);
    buffer.append([at(1_250, 'b')]);
    flush();
    expect(rates.getRates()).toEqual([
      { run: 'a', lines: 1, errors: 0, rate: 0 },
      { run: 'b', lines: 1, errors: 0, rate: 0 },
    ]);
  });

  it('groups by the label in `by`; lines without it form their own group', () => {
    const { source, buffer, flush } = createBufferSource();
    buffer.append([at(1, 'a'), at(2, 'b'), at(3, undefined, 'error')]);
    flush();
    expect(createErrorRates(source, { by: 'service' }).getRates()).toEqual([
      { run: '', lines: 1, errors: 1, rate: 1 },
      { run: 's', lines: 2, errors: 0, rate: 0 },
    ]);
  });

  it('starts over after clear()', () => {
    const { source, buffer, flush } = createBufferSource();
    const rates = createErrorRates(source);
    buffer.append([at(1, 'a', 'error')]);
    flush();
    buffer.clear();
    flush();
    expect(rates.getRates()).toEqual([]);
  });

  it('keeps the most recently active runs if there are too many', () => {
    const { source, buffer, flush } = createBufferSource(1_000);
    buffer.append(Array.from({ length: 300 }, (_, run) => at(run, `run ${run}`)));
    flush();
    const told = createErrorRates(source)
      .getRates()
      .map(({ run }) => run);
    expect(told).toHaveLength(200);
    expect(told).toContain('run 299');
    expect(told).not.toContain('run 0');
  });

  it('refuses an invalid window', () => {
    expect(() => createErrorRates(createBufferSource().source, { window: 0 })).toThrow(/above 0/);
  });
});
