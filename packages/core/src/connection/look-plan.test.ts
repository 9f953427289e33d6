import { describe, expect, it } from 'vitest';
import type { LogStreamErrorKind } from '../errors.js';
import { firstPlan, planAfterLook, planOnFallback, type Fall, type LookPlan } from './look-plan.js';

const SOON = 5_000;
const MINUTE = 60_000;

const fall = (plan: LookPlan, how: Fall = {}): LookPlan => planOnFallback(plan, how, SOON);
const blocked = (kind: LogStreamErrorKind, plan = firstPlan(SOON)): LookPlan =>
  fall(plan, { blockedBy: kind });

/** The delays of so many looks that find nothing. */
function delays(plan: LookPlan, looks: number): number[] {
  const found: number[] = [];
  for (let next = plan; found.length < looks; next = planAfterLook(next)) found.push(next.delay);
  return found;
}

describe('looks at a better transport', () => {
  it('come soon after what may be an outage, then less and less often', () => {
    const minutes = [5, 10, 20, 30, 30].map((count) => count * MINUTE);
    expect(delays(fall(firstPlan(SOON)), 6)).toEqual([SOON, ...minutes]);
    expect(delays(blocked('not-found'), 5)).toEqual(minutes);
  });

  it('come soon after the fallback was interrupted, then less and less often', () => {
    const held = planAfterLook(blocked('stalled'));
    expect(held.delay).toBe(10 * MINUTE);
    expect(delays(fall(held), 3)).toEqual([SOON, 5 * MINUTE, 10 * MINUTE]);
    expect(fall(held).isWary).toBe(true);
  });

  it('go on where they were if the best transport fails soon after the change to it', () => {
    const later = planAfterLook(planAfterLook(firstPlan(SOON)));
    expect(fall(later, { stood: MINUTE }).delay).toBe(10 * MINUTE);
    expect(blocked('http', later).delay).toBe(10 * MINUTE);
  });

  it('do not trust a transport for opening once it has opened and brought nothing', () => {
    expect(blocked('http').isWary).toBe(false);
    const held = blocked('stalled');
    expect(held).toMatchObject({ delay: 5 * MINUTE, isWary: true });
    expect(blocked('http', planAfterLook(held)).isWary).toBe(true);
  });

  it('wait for longest after a change to a transport that is still held back', () => {
    const changed: LookPlan = { ...blocked('stalled'), hasChanged: true };
    expect(blocked('stalled', changed).delay).toBe(30 * MINUTE);
    expect(blocked('stalled', blocked('stalled', changed)).delay).toBe(30 * MINUTE);
  });

  it('do not wait for longer because a second transport is held back, too', () => {
    expect(delays(blocked('stalled', blocked('stalled')), 2)).toEqual([5 * MINUTE, 10 * MINUTE]);
  });

  it('begin anew once the best transport has worked for a while', () => {
    const held = blocked('stalled', blocked('stalled'));
    expect(fall(held, { stood: 4 * MINUTE })).toEqual(held);
    expect(fall(held, { stood: 6 * MINUTE })).toEqual(firstPlan(SOON));
    expect(fall(held, { stood: 6 * MINUTE, blockedBy: 'stalled' }).delay).toBe(5 * MINUTE);
  });

  it('go on every five minutes if only a connection of the browser is missing', () => {
    const busy = [5 * MINUTE, 5 * MINUTE, 5 * MINUTE];
    expect(delays(blocked('unsupported'), 4)).toEqual([SOON, ...busy]);
    expect(delays(blocked('unsupported', blocked('stalled', blocked('stalled'))), 3)).toEqual(busy);
  });
});
