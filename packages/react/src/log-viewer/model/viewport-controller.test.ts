import type { LogView } from '@tailrace/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { arrayView, lines } from '../testing/array-view.js';
import { FOOTER, type Geometry } from './viewport-layout.js';
import { ViewportController } from './viewport-controller.js';

const ROW = 20;
const HEIGHT = 200;

/** A view of so many lines that are made when they are asked for. */
const hugeView = (length: number): LogView => ({
  ...arrayView([]),
  length,
  at: (row) => (row >= 0 && row < length ? lines(row, row + 1)[0] : undefined),
  rowOf: (seq) => seq,
  rowAtOrAfter: (seq) => Math.max(0, Math.ceil(seq)),
});

/** A scroller as a browser would have it, and rows of one height; `commit` is what React does. */
function stage(following = true) {
  const controller = new ViewportController(following);
  let content = 0;
  let offset = 0;
  let height = HEIGHT;
  const scroller = {
    get clientHeight() {
      return height;
    },
    get scrollHeight() {
      return Math.max(content, height);
    },
    get scrollTop() {
      return offset;
    },
    set scrollTop(value: number) {
      offset = Math.min(Math.max(0, value), Math.max(0, content - height));
    },
  };
  const geometry: Geometry = {
    startOf: (index) => index * ROW,
    indexAt: (at) => Math.min(Math.floor(at / ROW), Math.max(0, controller.getState().space.count - 1)),
    total: () => controller.getState().space.count * ROW,
  };
  const commit = (): void => {
    const target = controller.target(geometry);
    content = target.content;
    scroller.scrollTop = offset;
    const { space } = controller.getState();
    const first = space.start + geometry.indexAt(Math.max(0, target.top - target.windowTop));
    controller.committed(target, Math.max(0, first - 15), Math.min(space.total - 1, first + 25));
    controller.look();
  };
  controller.attach(scroller as unknown as HTMLElement, geometry);
  controller.resize(HEIGHT, 0);
  controller.subscribe(commit);
  commit();
  /** Where a line stands on screen: pixels below the viewport's top. */
  const placeOf = (seq: number): number => {
    const { view } = controller.getState();
    return (
      controller.target(geometry).windowTop +
      (view.rowOf(seq) - controller.getState().space.start) * ROW -
      offset
    );
  };
  const scrollTo = (top: number): void => {
    scroller.scrollTop = top;
    controller.look();
  };
  const userScrollsTo = (top: number): void => {
    controller.intent(top < offset ? 'up' : 'down');
    scrollTo(top);
  };
  /** The browser lays out anew, and keeps the offset in what can be scrolled, before the observer of sizes is told. */
  const resizeTo = (to: number): void => {
    height = to;
    scroller.scrollTop = offset;
    controller.resize(to, controller.getState().header);
  };
  const atEnd = (): boolean => offset === content - height;
  return { controller, scroller, scrollTo, userScrollsTo, resizeTo, placeOf, atEnd };
}

describe('the viewport', () => {
  let s: ReturnType<typeof stage>;
  beforeEach(() => {
    s = stage();
    s.controller.setView(arrayView(lines(0, 100)));
  });

  it('sticks to the end while lines come and go', () => {
    expect(s.atEnd()).toBe(true);
    s.controller.setView(arrayView(lines(50, 400)));
    expect(s.atEnd()).toBe(true);
    expect(s.placeOf(399)).toBe(HEIGHT - ROW - FOOTER);
  });

  it('tells a view that replaces half of what is in sight, while it follows', () => {
    const inSight = HEIGHT / ROW;
    const next = (count: number) => arrayView(lines(count, 100 + count));
    expect(s.controller.replaces(next(inSight / 2 - 1))).toBe(false);
    expect(s.controller.replaces(next(inSight / 2))).toBe(true);
    s.userScrollsTo(300);
    expect(s.controller.replaces(next(inSight))).toBe(false);
  });

  it('does not tell so of a log that is shorter than what fits in sight', () => {
    s.controller.setView(arrayView(lines(0, 2)));
    expect(s.controller.replaces(arrayView(lines(0, 5)))).toBe(false);
  });

  it('stays at the end when a script scrolls', () => {
    s.scrollTo(300);
    s.controller.setView(arrayView(lines(0, 101)));
    expect(s.controller.getState().following).toBe(true);
    expect(s.atEnd()).toBe(true);
  });

  it('moves nothing on screen under appends, evictions and older lines', () => {
    s.userScrollsTo(1007);
    const before = s.placeOf(52);
    s.controller.setView(arrayView(lines(0, 500)));
    expect(s.placeOf(52)).toBe(before);
    s.controller.setView(arrayView(lines(40, 600)));
    expect(s.placeOf(52)).toBe(before);
    s.controller.setView(arrayView(lines(-300, 600)));
    expect(s.placeOf(52)).toBe(before);
    expect(s.controller.getState().following).toBe(false);
  });

  it('keeps the lines on screen when the buffer drops them, until the user moves on', () => {
    s.userScrollsTo(1007);
    const before = s.placeOf(52);
    s.controller.setView(arrayView(lines(5_000, 5_100)));
    expect(s.placeOf(52)).toBe(before);
    s.controller.setView(arrayView(lines(9_000, 9_100)));
    expect(s.placeOf(52)).toBe(before);
    s.controller.setFollowing(true);
    expect(s.controller.getState().view.length).toBe(100);
    expect(s.atEnd()).toBe(true);
  });

  it('leaves a line where it came to, where there is too little around it for its place', () => {
    s.controller.scrollToSeq(98, 'center');
    const before = s.placeOf(98);
    expect(before).toBeGreaterThan(HEIGHT / 2);
    for (const end of [101, 104, 300]) {
      s.controller.setView(arrayView(lines(0, end)));
      expect(s.placeOf(98)).toBe(before);
    }
    s.controller.scrollToSeq(1, 'center');
    const high = s.placeOf(1);
    expect(high).toBe(ROW);
    s.controller.setView(arrayView(lines(-50, 300)));
    expect(s.placeOf(1)).toBe(high);
  });

  it('brings it there once there is room, while more of the view is on its way', () => {
    s.controller.partial = true;
    s.controller.scrollToSeq(98, 'center');
    s.controller.setView(arrayView(lines(0, 101)));
    s.controller.setView(arrayView(lines(0, 300)));
    expect(s.placeOf(98)).toBe((HEIGHT - ROW) / 2);
  });

  it.each([95, 300])(
    'goes back to what was read when a filter is left, though lines came meanwhile (%d)',
    (end) => {
      s.userScrollsTo(1007);
      const before = s.placeOf(52);
      s.controller.setView(arrayView(lines(90, end)), true);
      s.controller.setView(arrayView(lines(90, end + 2)));
      s.controller.setView(arrayView(lines(90, end + 3)));
      s.controller.setView(arrayView(lines(0, 120)), true);
      expect(s.placeOf(52)).toBe(before);
    },
  );

  it('stays at a line that another filter has not come to yet, because it begins with the newest', () => {
    const { controller, placeOf, userScrollsTo } = stage(false);
    controller.setView(arrayView(lines(0, 1_000)), false, 0);
    userScrollsTo(10 * ROW);
    controller.setView(arrayView(lines(800, 1_000)), true, 0);
    controller.partial = true;
    controller.setView(arrayView(lines(400, 1_000)), false, 0);
    controller.setView(arrayView(lines(5, 1_000)), false, 0);
    expect(placeOf(10)).toBe(0);
  });

  it('does not keep lines that another filter left out', () => {
    s.userScrollsTo(1007);
    s.controller.setView(arrayView(lines(90, 100)), true);
    expect(s.controller.getState().view.length).toBe(10);
  });

  it('takes no scroll back when its height changes in the same frame', () => {
    s.userScrollsTo(1007);
    for (const [top, height] of [
      [611, 160],
      [302, 240],
    ] as const) {
      s.scroller.scrollTop = top; // the scroll event is yet to come
      s.resizeTo(height);
      expect(s.scroller.scrollTop).toBe(top);
      s.controller.look();
      s.controller.setView(arrayView(lines(0, 100 + height)));
      expect(s.scroller.scrollTop).toBe(top);
    }
    expect(s.controller.getState().following).toBe(false);
  });

  it('is at the end at any height while it follows', () => {
    for (const height of [160, 500, HEIGHT]) {
      s.resizeTo(height);
      expect(s.controller.getState().following).toBe(true);
      expect(s.atEnd()).toBe(true);
    }
  });

  it('comes back to its place when it was taller for a while than there were lines below', () => {
    s.userScrollsTo(1707);
    const before = s.placeOf(90);
    s.resizeTo(500);
    expect(s.placeOf(90)).not.toBe(before);
    s.resizeTo(HEIGHT);
    expect(s.placeOf(90)).toBe(before);
    expect(s.controller.getState().following).toBe(false);
  });

  it('takes for no scroll what the browser makes of the offset before a commit is done', () => {
    s.userScrollsTo(1007);
    const before = s.placeOf(52);
    s.scroller.scrollTop = 800; // as when rows were taken away
    s.controller.resize(HEIGHT, 32);
    expect(s.placeOf(52)).toBe(before);
  });

  it('returns at the end', () => {
    s.userScrollsTo(500);
    expect(s.controller.getState().following).toBe(false);
    s.userScrollsTo(1e9);
    expect(s.controller.getState().following).toBe(true);
  });

  it('brings a line into the middle, and leaves alone what is in sight', () => {
    s.controller.scrollToSeq(20);
    expect(s.placeOf(20)).toBe((HEIGHT - ROW) / 2);
    expect(s.controller.getState().following).toBe(false);
    const top = s.scroller.scrollTop;
    s.controller.scrollToSeq(21);
    expect(s.scroller.scrollTop).toBe(top);
    s.controller.scrollToSeq(70, 'start');
    expect(s.placeOf(70)).toBe(0);
  });

  it('reaches any of five million lines by the scroll bar, and steps one to one from there', () => {
    const total = 5_000_000;
    s.controller.setView(hugeView(total));
    expect(s.placeOf(total - 1)).toBe(HEIGHT - ROW - FOOTER);
    const end = s.scroller.scrollTop;
    s.userScrollsTo(end / 2);
    const { anchor, space } = s.controller.getState();
    expect(space.count).toBeLessThanOrEqual(4_000);
    expect(Math.abs((anchor?.seq ?? 0) - total / 2)).toBeLessThan(20);
    expect(s.scroller.scrollTop).toBeCloseTo(end / 2, 3);
    let seq = anchor?.seq ?? 0;
    for (let step = 0; step < 3_000; step += 1) {
      s.userScrollsTo(s.scroller.scrollTop + ROW);
      expect(s.controller.getState().anchor?.seq).toBe((seq += 1));
    }
    s.userScrollsTo(0);
    expect(s.controller.getState().anchor?.seq).toBe(0);
    s.userScrollsTo(1e9);
    expect(s.placeOf(total - 1)).toBe(HEIGHT - ROW - FOOTER);
  });

  it('stays to the pixel where the scroll bar has leapt to, also at the end that it does not follow', () => {
    const still = stage(false);
    const total = 1_000_000;
    still.controller.setView(hugeView(total));
    for (const share of [0.1, 0.30001, 0.6, 1]) {
      const top = share * (still.scroller.scrollHeight - HEIGHT);
      still.userScrollsTo(top);
      expect(still.scroller.scrollTop).toBeCloseTo(top, 3);
    }
    expect(still.placeOf(total - 1)).toBeCloseTo(HEIGHT - FOOTER - ROW, 3);
  });

  it('draws only what is in sight at first and after a leap, and more once that was drawn or the user goes on in steps', () => {
    const leapt = (): boolean => s.controller.getState().leapt;
    expect(leapt()).toBe(true);
    s.controller.widen();
    expect(leapt()).toBe(false);
    s.controller.setView(arrayView(lines(0, 101)));
    expect(leapt()).toBe(false);
    s.userScrollsTo(1_000);
    expect(leapt()).toBe(true);
    s.controller.widen();
    expect(leapt()).toBe(false);
    s.userScrollsTo(1_000 - 18 * ROW);
    expect(leapt()).toBe(false);
    s.controller.scrollToSeq(90);
    expect(leapt()).toBe(true);
    s.userScrollsTo(s.scroller.scrollTop - 16 * ROW);
    expect(leapt()).toBe(false);
    s.controller.scrollToSeq(75);
    expect(leapt()).toBe(false);
  });
});
