import { useEffect, useRef, type ReactElement } from 'react';
import { tickSteps } from './model/match-ticks.js';
import { useViewerContext, useViewerState } from './viewer-context.js';

/** Milliseconds between two drawings while lines flow. */
const PAUSE = 200;
/** Height of a tick. Pixels. */
const TICK = 2;

/** Marks along the scroll bar where the matches are. */
export function LogViewerMatchTicks(): ReactElement | null {
  const { viewer } = useViewerContext();
  const canvas = useRef<HTMLCanvasElement>(null);
  const term = useViewerState((state) => state.find.term);
  const total = useViewerState((state) => state.find.total);
  const shown = useViewerState((state) => state.shown);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const active = term !== '' && total > 0;

  useEffect(() => {
    if (!active) return;
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      if (canvas.current) draw(canvas.current, viewer.search.matchingSeqs(), viewer);
    }, PAUSE);
  }, [active, term, total, shown, viewer]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [active],
  );

  return active ? <canvas ref={canvas} data-tailrace="match-ticks" aria-hidden="true" /> : null;
}

function draw(
  canvas: HTMLCanvasElement,
  seqs: readonly number[],
  viewer: { readonly view: Parameters<typeof tickSteps>[1] },
): void {
  const { clientWidth, clientHeight } = canvas;
  const scale = window.devicePixelRatio || 1;
  canvas.width = Math.round(clientWidth * scale);
  canvas.height = Math.round(clientHeight * scale);
  const context = canvas.getContext('2d');
  if (!context) return;
  context.fillStyle = getComputedStyle(canvas).color;
  const steps = Math.max(1, Math.floor(clientHeight / TICK));
  const ticks = tickSteps(seqs, viewer.view, steps);
  for (const step of ticks) context.fillRect(0, step * TICK * scale, canvas.width, TICK * scale);
  canvas.dataset['ticks'] = String(ticks.length);
}
