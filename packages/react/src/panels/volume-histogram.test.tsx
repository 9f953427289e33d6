// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import type { LogVolume } from '@tailrace/core';
import type { ReactElement } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { DEFAULT_PANEL_LABELS } from './panel-labels.js';
import { VolumeHistogram, type TimeRange } from './volume-histogram.js';

afterEach(cleanup);

/** Bars of a given width, from `from` to `to`. */
function volumeOf(from: number, to: number, width = 1_000): LogVolume {
  const bars = Array.from({ length: (to - from) / width }, (_, at) => ({
    from: from + at * width,
    to: from + (at + 1) * width,
    lines: 1,
    levels: { info: 1 },
  }));
  return { bars, width, untimed: 0 };
}

function histogram(volume: LogVolume, onRangeChange: (range: TimeRange | undefined) => void): ReactElement {
  return (
    <VolumeHistogram
      volume={volume}
      range={undefined}
      onRangeChange={onRangeChange}
      labels={DEFAULT_PANEL_LABELS}
    />
  );
}

const chosen = (): number => screen.queryAllByRole('option', { selected: true }).length;
const key = (name: string, shiftKey = false): void => {
  fireEvent.keyDown(screen.getByRole('listbox'), { key: name, shiftKey });
};

describe('VolumeHistogram', () => {
  it('keeps the time being selected while bars appear and disappear', () => {
    const onRangeChange = vi.fn<(range: TimeRange | undefined) => void>();
    const { rerender } = render(histogram(volumeOf(10_000, 20_000), onRangeChange));
    key('Home');
    key('ArrowRight');
    key('ArrowRight');
    key('ArrowRight', true);
    expect(chosen()).toBe(2);
    rerender(histogram(volumeOf(11_000, 25_000), onRangeChange));
    expect(chosen()).toBe(2);
    key('ArrowRight', true);
    key('Enter');
    expect(onRangeChange.mock.calls).toEqual([[{ since: 12_000, until: 15_000 }]]);
  });

  it('covers that time with wider bars, and with those that remain', () => {
    const onRangeChange = vi.fn<(range: TimeRange | undefined) => void>();
    const { rerender } = render(histogram(volumeOf(10_000, 20_000), onRangeChange));
    key('Home');
    key('ArrowRight', true);
    key('ArrowRight', true);
    rerender(histogram(volumeOf(10_000, 30_000, 5_000), onRangeChange));
    expect(chosen()).toBe(1);
    rerender(histogram(volumeOf(15_000, 30_000, 5_000), onRangeChange));
    key('Enter');
    expect(onRangeChange.mock.calls).toEqual([[{ since: 15_000, until: 20_000 }]]);
  });
});
