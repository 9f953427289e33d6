import { describe, expect, it } from 'vitest';
import { Reconciler } from '../continuity/reconciler.js';
import { createBeginning } from './beginning.js';

function create(history: number) {
  const reconciler = new Reconciler({
    identity: 'id',
    identify: ({ message }) => message,
    overlapWindow: 5_000,
  });
  const older: boolean[] = [];
  const beginning = createBeginning({
    options: { history, bufferLines: 10_000 },
    intake: { reconciler },
    older: (more) => older.push(more),
  });
  const deliver = (): void =>
    reconciler.note([{ level: 'info', message: 'a', labels: {}, raw: undefined, id: '1' }]);
  return { beginning, reconciler, older, deliver };
}

describe('how a stream begins', () => {
  it('is with as much history as was asked for, until something was delivered', () => {
    const { beginning, deliver } = create(500);
    expect(beginning).toMatchObject({ isOver: false, isBaseline: false, lines: 500 });
    deliver();
    expect(beginning.isOver).toBe(true);
  });

  it('is with all there is where an empty log was seen: it came after that', () => {
    const { beginning } = create(500);
    beginning.establish();
    expect(beginning.lines).toBe(10_000);
  });

  it('is with nothing of what is there where no history was asked for, and with all that comes after it', () => {
    const { beginning } = create(0);
    expect(beginning).toMatchObject({ isBaseline: true, lines: 0 });
    beginning.setBaseline();
    expect(beginning).toMatchObject({ isBaseline: false, lines: 10_000 });
  });
});

describe('a first read', () => {
  it('began where the log does if it brought less than it could have, and the server has no more', () => {
    for (const [received, more, whole] of [
      [3, false, true],
      [5, false, false],
      [3, true, false],
    ] as const) {
      const { beginning, reconciler, older, deliver } = create(5);
      deliver();
      beginning.read({ received, more }, 5);
      expect(reconciler.isWhole).toBe(whole);
      expect(older).toEqual([more]);
    }
  });
});
