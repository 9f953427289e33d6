import { useEffect, useRef, type ReactElement } from 'react';
import { tickSteps } from './model/match-ticks.js';
import { useViewerContext, useViewerState } from './viewer-context.js';
import type { Viewer } from './viewer.js';

/** Milliseconds between two redraws while lines arrive. */
const PAUSE = 200;
/** Height of a tick. Pixels. */
const TICK = 2;

/** The ticks themselves, as long as there are matches. Loaded on demand. */
export function MatchTicksCanvas(): ReactElement {
  const { viewer } = useViewerContext();
  const canvas = useRef<HTMLCanvasElement>(null);
  const find = useViewerState((state) => state.find);
  const shown = useViewerState((state) => state.shown);
  // In a full buffer the lines move, and neither number changes.
  const snapshot = useViewerState((state) => state.snapshot);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      if (canvas.current) draw(canvas.current, viewer);
    }, PAUSE);
  }, [find, shown, snapshot, viewer]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );

  return <canvas ref={canvas} data-tailrace="match-ticks" aria-hidden="true" />;
}

function draw(canvas: HTMLCanvasElement, { search, view }: Viewer): void {
  const { clientWidth, clientHeight } = canvas;
  const scale = window.devicePixelRatio || 1;
  canvas.width = Math.round(clientWidth * scale);
  canvas.height = Math.round(clientHeight * scale);
  const context = canvas.getContext('2d');
  if (!context) return;
  context.fillStyle = getComputedStyle(canvas).color;
  const steps = Math.max(1, Math.floor(clientHeight / TICK));
  const ticks = tickSteps(search.matchingSeqs(), view, steps);
  for (const step of ticks) context.fillRect(0, step * TICK * scale, canvas.width, TICK * scale);
  canvas.dataset['ticks'] = String(ticks.length);
}
