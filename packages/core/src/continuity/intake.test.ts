import { expect, it } from 'vitest';
import { LogBuffer } from '../buffer/log-buffer.js';
import type { DecodedLine } from '../entry.js';
import { unaccounted } from '../testing/unaccounted.js';
import { textsOf } from '../testing/simulated-stream.js';
import { createIntake } from './intake.js';
import { Reconciler } from './reconciler.js';
import { timedLine as line } from '../testing/timed-line.js';

function setup() {
  const source = { identity: 'id', identify: ({ message }: DecodedLine) => message } as const;
  const limits = { lines: 100, bytes: 1e6, messageBytes: 1e6, overlapWindow: 5_000 };
  const buffer = new LogBuffer(limits);
  const nothing = (): void => undefined;
  const intake = createIntake(source, buffer, new Reconciler({ ...source, overlapWindow: 5_000 }), limits, {
    entries: nothing,
    gap: nothing,
    filled: nothing,
    oversize: nothing,
  });
  return { intake, shown: () => textsOf([...buffer.view()]) };
}

it('loses no line that is still in doubt when late rows come', () => {
  const { intake, shown } = setup();
  intake.store([line('1', 1_000)]);
  intake.begin({ expectOverlap: 'outage' });
  // Of the same tick as the last one: it may come after it, or have been missed before it.
  intake.store([line('2', 1_000)]);
  expect(shown()).toEqual(['1']);
  intake.storeLate([line('1', 1_000), line('late', 1_000)]);
  intake.store([line('3', 2_000)]);
  expect(
    shown()
      .filter((text) => !text.startsWith('gap'))
      .sort(),
  ).toEqual(['1', '2', '3', 'late']);
  expect(unaccounted(intake.ledger)).toBe(0);
});
