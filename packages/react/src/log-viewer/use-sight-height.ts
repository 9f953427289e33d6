import { LogStreamError } from '@tailrace/core';
import { useRef, type RefObject } from 'react';
import { scaleOf } from '../lib/scale-of.js';
import { useIsomorphicLayoutEffect } from '../lib/use-isomorphic-layout-effect.js';
import { UNMEASURED_HEIGHT } from './model/viewport-state.js';
import type { Geometry } from './model/viewport-layout.js';
import type { Viewer } from './viewer.js';

const NO_STYLES = "The viewer has no stylesheet. Add: import '@tailrace/react/styles.css'";

/**
 * The height of the visible area. Without its stylesheet the viewer does not scroll: it would grow with its rows,
 * draw all of them, and block the page. Then it takes the default height, as where nothing can be measured, and `styled` is false.
 */
function sightHeight(scroller: HTMLElement): { height: number; styled: boolean } {
  const height = scroller.clientHeight;
  const styled = height === 0 || getComputedStyle(scroller).overflowY !== 'visible';
  return { height: styled ? height : UNMEASURED_HEIGHT, styled };
}

/** In a viewer that is lower than this, the tools stay folded until they are asked for. Pixels. */
const LOW = 180;

/** What the lines keep for themselves; their style says so, too. Pixels. */
const LINES = 40;

/** Where there is no room for lines between its bars, a low viewer hides the one below (`data-low="1"`), or both (`"2"`). */
function makeRoom(root: HTMLElement): void {
  // Where nothing is displayed or measured, it has no height at all.
  if (root.clientHeight === 0 || root.clientHeight >= LOW) return root.removeAttribute('data-low');
  const [bar, foot] = ['toolbar', 'status-bar'].map((part) =>
    root.querySelector<HTMLElement>(`[data-tailrace="${part}"]`),
  );
  // The user has unfolded it, and it will be lower.
  if (bar?.matches('[data-open]')) return void (root.dataset['low'] ||= '0');
  root.dataset['low'] = ''; // hides neither, to measure them
  const room = root.clientHeight - (bar?.offsetHeight ?? 0);
  root.dataset['low'] = room - (foot?.offsetHeight ?? 0) >= LINES ? '0' : room >= LINES ? '1' : '2';
}

/** From the top of the viewer to the top of the scroller: the height of the toolbar, and of a notice below it. */
const topOf = (scroller: HTMLElement, viewer: Element): number =>
  (scroller.getBoundingClientRect().top - viewer.getBoundingClientRect().top) / scaleOf(scroller);

/**
 * Attaches the viewport to its scroller, and keeps it up to date with the height of the scroller and of the strip above the lines. Pixels. What
 * comes or goes above the scroller covers or uncovers rows, and moves none.
 */
export function useSightHeight(
  viewer: Viewer,
  scroller: RefObject<HTMLElement | null>,
  geometry: Geometry,
  header: number,
): void {
  const { viewport } = viewer;
  /** From the top of the viewer to the scroller's, where it was last displayed. */
  const seen = useRef<number>(undefined);
  useIsomorphicLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const paper = element.ownerDocument.defaultView?.matchMedia?.('print');
    const detach = viewport.attach(element, geometry, paper);
    let wasStyled = true;
    const root = element.closest<HTMLElement>('[data-tailrace="viewer"]') ?? element;
    const resize = (entries?: readonly ResizeObserverEntry[]): void => {
      // On paper, the scroller is as high as its rows: for its height even more would be drawn. In a closed tab it has none.
      const shown = element.clientHeight > 0;
      if (paper?.matches || (seen.current !== undefined && !shown)) return void (viewport.away = true);
      if (viewport.away) viewport.placed();
      // Whatever changes in it, its bars stay while its own size does. Otherwise the observer would report changes without an end.
      if (!entries || entries.some(({ target }) => target === root)) makeRoom(root);
      const { height, styled } = sightHeight(element);
      if (styled !== wasStyled)
        viewer.missed(styled ? undefined : new LogStreamError('invalid-argument', NO_STYLES));
      wasStyled = styled;
      const top = topOf(element, root);
      viewport.resize(height, viewport.getState().header, top - (seen.current ?? top));
      if (shown) seen.current = top;
      element.style.setProperty('--tailrace-viewport-width', `${element.clientWidth}px`);
    };
    resize();
    if (typeof ResizeObserver === 'undefined') return detach;
    const observer = new ResizeObserver(resize);
    observer.observe(element);
    observer.observe(root);
    return () => {
      observer.disconnect();
      detach();
    };
  }, [viewer, viewport, geometry]);

  useIsomorphicLayoutEffect(() => {
    // Do not measure here: a height that the page has only within this frame would stay, because the observer would not report the next one as a change.
    viewport.resize(viewport.getState().height, header);
  }, [viewport, header]);
}
