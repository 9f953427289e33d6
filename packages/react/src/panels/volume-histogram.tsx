import { LOG_LEVELS, type LogVolume, type VolumeBar } from '@tailrace/core';
import { useId, useRef, useState, type KeyboardEvent, type PointerEvent, type ReactElement } from 'react';
import { bounds, reduceBrush, type Brush, type BrushEvent } from './brush.js';
import type { PanelLabels } from './panel-labels.js';
import { formatSpan } from './format-span.js';

/** A time range from `since` (inclusive) to `until` (exclusive), in epoch milliseconds. */
export interface TimeRange {
  readonly since: number;
  readonly until: number;
}

export interface VolumeHistogramProps {
  readonly volume: LogVolume;
  /** The selected time range. */
  readonly range: TimeRange | undefined;
  /** Called when the user selects a time range, or clears it. Without it, the bars are read-only. */
  readonly onRangeChange?: ((range: TimeRange | undefined) => void) | undefined;
  readonly labels: PanelLabels;
}

/** In drawing units: the width of a bar with and without the space after it, and the height of the highest. */
const STEP = 10;
const BAR = 9;
const HEIGHT = 64;

/** The most severe level is at the bottom, where even a few lines are visible. */
const STACK = [...LOG_LEVELS].reverse();

const errorsOf = ({ levels }: VolumeBar): number => (levels.error ?? 0) + (levels.fatal ?? 0);

/** Minimum height of a level: one error among ten thousand lines must be visible. */
const LEAST = 2;

function Bar({ bar, at, highest }: { bar: VolumeBar; at: number; highest: number }): ReactElement {
  let top = HEIGHT;
  return (
    <>
      {STACK.map((level) => {
        const count = bar.levels[level];
        if (count === undefined) return null;
        const height = Math.min(top, Math.max(LEAST, (count / highest) * HEIGHT));
        top -= height;
        return <rect key={level} data-level={level} x={at * STEP} y={top} width={BAR} height={height} />;
      })}
    </>
  );
}

/** Index of the bar under a pointer, which may be outside of the bars while it is held. */
function barAt(element: Element, x: number, bars: number): number {
  const { left, width } = element.getBoundingClientRect();
  return width === 0 ? 0 : Math.floor(((x - left) / width) * bars);
}

/** Lines over time, by level. A range of bars can be selected by dragging or with the arrow keys. */
export function VolumeHistogram({
  volume,
  range,
  onRangeChange,
  labels,
}: VolumeHistogramProps): ReactElement {
  const { bars, width } = volume;
  const [brush, setBrush] = useState<Brush>();
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const begin = bars[0]?.from;
  if (begin === undefined) return <p data-tailrace="panel-note">{labels.volumeEmpty}</p>;

  const highest = Math.max(...bars.map(({ lines }) => lines));
  const last = bars.length - 1;
  /** Index of the bar that contains a time, or of the nearest one: the bars may have changed since the selection. */
  const indexOf = (time: number): number => Math.min(Math.max(Math.floor((time - begin) / width), 0), last);
  const timeOf = (index: number): number => begin + index * width;
  const cursor = brush && indexOf(brush.cursor);
  const rangeOf = (selected: Brush): TimeRange => {
    const [from, to] = bounds(selected);
    return { since: timeOf(indexOf(from)), until: timeOf(indexOf(to) + 1) };
  };
  const shown = brush ? rangeOf(brush) : range;
  const act = (event: BrushEvent): Brush | undefined => {
    const next = reduceBrush(brush, event, [begin, timeOf(last)]);
    setBrush(next);
    return next;
  };

  const onPointer = (event: PointerEvent<HTMLDivElement>): void => {
    if (!onRangeChange || !list.current) return;
    const at = timeOf(barAt(list.current, event.clientX, bars.length));
    if (event.type === 'pointerdown') {
      if (event.button !== 0) return;
      list.current.setPointerCapture(event.pointerId);
      act({ type: 'down', at, extend: event.shiftKey });
    } else if (event.type === 'pointermove') {
      if (brush?.held) act({ type: 'move', at });
    } else if (brush?.held) {
      const done = act({ type: 'up' });
      setBrush(undefined);
      if (event.type === 'pointerup' && done) onRangeChange(rangeOf(done));
    }
  };

  const onKey = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (!onRangeChange || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = cursor ?? bars.length - (event.key === 'ArrowRight' ? 1 : 0);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last }[event.key];
    if (to !== undefined) act({ type: 'step', to: timeOf(to), extend: event.shiftKey });
    else if ((event.key === 'Enter' || event.key === ' ') && brush) {
      setBrush(undefined);
      onRangeChange(rangeOf(brush));
    } else if (event.key === 'Escape' && (brush || range)) {
      setBrush(undefined);
      onRangeChange(undefined);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <>
      <div data-tailrace="volume" data-brush={onRangeChange ? '' : undefined}>
        <svg
          viewBox={`0 0 ${bars.length * STEP} ${HEIGHT}`}
          preserveAspectRatio="none"
          aria-hidden="true"
          focusable="false"
        >
          {bars.map((bar, at) => (
            <Bar key={bar.from} bar={bar} at={at} highest={highest} />
          ))}
        </svg>
        <div
          ref={list}
          role="listbox"
          aria-label={labels.volume}
          aria-multiselectable="true"
          aria-readonly={onRangeChange === undefined}
          aria-describedby={onRangeChange ? `${id}hint` : undefined}
          aria-activedescendant={cursor === undefined ? undefined : `${id}${cursor}`}
          tabIndex={0}
          onKeyDown={onKey}
          onBlur={() => setBrush(undefined)}
          onPointerDown={onPointer}
          onPointerMove={onPointer}
          onPointerUp={onPointer}
          onPointerCancel={onPointer}
        >
          {bars.map((bar, at) => {
            const words = labels.bar(
              formatSpan(bar.from, width),
              formatSpan(bar.to, width),
              bar.lines,
              errorsOf(bar),
            );
            return (
              <div
                key={bar.from}
                id={`${id}${at}`}
                role="option"
                aria-selected={shown !== undefined && bar.to > shown.since && bar.from < shown.until}
                aria-label={words}
                title={words}
                data-cursor={cursor === at ? '' : undefined}
              />
            );
          })}
        </div>
        {onRangeChange ? (
          <span id={`${id}hint`} data-tailrace="hidden">
            {labels.volumeHint}
          </span>
        ) : null}
      </div>
      <div data-tailrace="volume-times" aria-hidden="true">
        <span>{formatSpan(begin, width)}</span>
        <span>{formatSpan(timeOf(bars.length), width)}</span>
      </div>
    </>
  );
}
