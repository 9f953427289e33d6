import { describe, expect, it } from 'vitest';
import { forcedShare, type TraceEvent } from './forced-layout.ts';

const event = (name: string, ts: number, dur: number, tid = 1): TraceEvent => ({
  name,
  ph: 'X',
  pid: 1,
  tid,
  ts,
  dur,
});

describe('forcedShare', () => {
  it('counts the layout that script waited for, but not that of the frame', () => {
    const events = [
      event('FunctionCall', 0, 100),
      event('Layout', 10, 30),
      event('UpdateLayoutTree', 110, 20),
      event('Layout', 130, 10),
    ];
    expect(forcedShare(events)).toBe(0.5);
  });

  it('counts script within script, and style within layout, once', () => {
    const events = [
      event('FireAnimationFrame', 0, 100),
      event('FunctionCall', 0, 50),
      event('Layout', 60, 40),
      event('UpdateLayoutTree', 70, 20),
      event('Layout', 200, 40),
    ];
    expect(forcedShare(events)).toBe(0.5);
  });

  it('uses the thread that ran the most script, whatever the order of events', () => {
    const events = [
      event('Layout', 20, 10),
      event('FunctionCall', 0, 100),
      event('FunctionCall', 0, 10, 2),
      event('Layout', 50, 10, 2),
    ];
    expect(forcedShare(events)).toBe(1);
  });

  it('counts CPU time if it is known, because a thread may wait', () => {
    const events = [
      event('FunctionCall', 0, 100),
      { ...event('Layout', 10, 80), tdur: 10 },
      { ...event('Layout', 110, 30), tdur: 30 },
    ];
    expect(forcedShare(events)).toBe(0.25);
  });

  it('is 0 without any layout', () => {
    expect(forcedShare([])).toBe(0);
    expect(forcedShare([event('FunctionCall', 0, 1)])).toBe(0);
  });
});
