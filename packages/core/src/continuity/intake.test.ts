import { describe, expect, it } from 'vitest';
import type { Identity } from '../backends/source.js';
import { LogBuffer } from '../buffer/log-buffer.js';
import type { DecodedLine } from '../entry.js';
import '../testing/late-parts.js';
import { unaccounted } from '../testing/unaccounted.js';
import { textsOf } from '../testing/simulated-stream.js';
import { createIntake } from './intake.js';
import { Reconciler } from './reconciler.js';
import { timedLine as line } from '../testing/timed-line.js';

function setup(identity: Identity = 'id') {
  const source = { identity, identify: ({ message }: DecodedLine) => message };
  const limits = { lines: 100, bytes: 1e6, messageBytes: 1e6 };
  const buffer = new LogBuffer(limits);
  const nothing = (): void => undefined;
  const intake = createIntake(buffer, new Reconciler({ ...source, overlapWindow: 5_000 }), limits, {
    entries: nothing,
    gap: nothing,
    filled: nothing,
    unheld: nothing,
    oversize: nothing,
  });
  return { intake, shown: () => textsOf([...buffer.view()]) };
}

it('loses no line that is still in doubt when late rows come', () => {
  const { intake, shown } = setup();
  intake.store([line('1', 1_000)]);
  intake.reconciler.begin({ expectOverlap: 'outage' });
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

describe('payloads over the limit', () => {
  const GAP = 'gap oversize';

  it('count on after rows were read again meanwhile', () => {
    const { intake, shown } = setup();
    intake.store([line('1', 1_000)]);
    intake.oversize(2_000_000);
    intake.storeLate([line('1', 1_000)]);
    intake.oversize(2_000_000);
    intake.store([line('2', 2_000)]);
    expect(shown()).toEqual(['1', GAP, GAP, '2']);
  });

  it('come after the lines of the last tick, even if these were in doubt', () => {
    const { intake, shown } = setup();
    intake.store([line('1', 1_000)]);
    intake.reconciler.begin({ expectOverlap: 'evicted' });
    intake.store([line('2', 1_000)]);
    intake.oversize(2_000_000);
    intake.settle();
    expect(shown()).toEqual(['1', 'gap evicted', '2', GAP]);
  });

  it('that waited are those that REST has, too', () => {
    const { intake, shown } = setup();
    intake.store([line('1', 1_000)]);
    intake.hold();
    intake.live([line('1', 1_000)], true);
    intake.oversize(2_000_000);
    intake.live([line('3', 3_000)], true);
    intake.reconciler.begin({ expectOverlap: 'evicted' });
    const large = { ...line('2', 2_000), raw: 'x'.repeat(2_000_000) };
    intake.storeRows([line('1', 1_000), large, line('3', 3_000)]);
    intake.release(intake.reconciler.unproven);
    intake.drain();
    expect(shown()).toEqual(['1', GAP, '3']);
    expect(unaccounted(intake.ledger)).toBe(0);
  });

  it('are not told again by an answer that came late', () => {
    const { intake, shown } = setup();
    intake.store([line('1', 1_000)]);
    intake.oversize(2_000_000);
    intake.store([line('2', 2_000)]);
    const large = { ...line('', 1_500), raw: 'x'.repeat(2_000_000) };
    intake.storeLate([line('1', 1_000), large]);
    expect(shown()).toEqual(['1', GAP, '2']);
  });

  it('are told once if a replay has nothing else, as after a restart', () => {
    const { intake, shown } = setup('align');
    intake.store([line('1', 1_000)]);
    for (const poll of [1, 2, 3]) {
      intake.reconciler.begin({ expectOverlap: 'evicted', replayLines: 100 });
      intake.oversize(2_000_000);
      if (poll === 3) intake.store([line('2', 2_000)]);
      intake.settle();
    }
    expect(shown().filter((text) => text === GAP)).toHaveLength(1);
    expect(shown().at(-1)).toBe('2');
  });

  it.each([
    ['the newest line', ['1', '2']],
    ['a line that it has forgotten, too', ['1']],
  ])('that REST has forgotten and that waited after %s have their place', (_what, delivered) => {
    const { intake, shown } = setup();
    const [one, two, four] = [line('1', 1_000), line('2', 2_000), line('4', 4_000)];
    intake.store([one, two].filter(({ message }) => delivered.includes(message)));
    intake.hold();
    intake.live([one, two], true);
    intake.oversize(2_000_000);
    intake.live([four], true);
    intake.reconciler.begin({ expectOverlap: 'evicted' });
    intake.storeRows([four]);
    intake.release(intake.reconciler.unproven);
    intake.drain();
    expect(shown()).toEqual(['1', '2', GAP, '4']);
  });
});
