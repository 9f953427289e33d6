import { LogStreamError } from '@tailrace/core';
import type { RefObject } from 'react';
import { useIsomorphicLayoutEffect } from '../lib/use-isomorphic-layout-effect.js';
import { UNMEASURED_HEIGHT } from './model/viewport-controller.js';
import type { Geometry } from './model/viewport-layout.js';
import type { Viewer } from './viewer.js';

const NO_STYLES = "The viewer has no stylesheet. Add: import '@tailrace/react/styles.css'";

/**
 * How high the part of the lines is that one sees. Without its stylesheet the viewer does not scroll: it would grow with its rows,
 * draw all of them, and hold up the page. Then it is as high as where nothing can be measured, and `styled` is false.
 */
function sightHeight(scroller: HTMLElement): { height: number; styled: boolean } {
  const height = scroller.clientHeight;
  const styled = height === 0 || getComputedStyle(scroller).overflowY !== 'visible';
  return { height: styled ? height : UNMEASURED_HEIGHT, styled };
}

/** Attaches the viewport to its scroller, and keeps it up to how high that is, and how high what stands above the lines. Pixels. */
export function useSightHeight(
  viewer: Viewer,
  scroller: RefObject<HTMLElement | null>,
  geometry: Geometry,
  header: number,
): void {
  const { viewport } = viewer;
  useIsomorphicLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return undefined;
    const detach = viewport.attach(element, geometry);
    let wasStyled = true;
    const resize = (): void => {
      const { height, styled } = sightHeight(element);
      if (styled !== wasStyled)
        viewer.missed(styled ? undefined : new LogStreamError('invalid-argument', NO_STYLES));
      wasStyled = styled;
      viewport.resize(height, viewport.getState().header);
      element.style.setProperty('--tailrace-viewport-width', `${element.clientWidth}px`);
    };
    resize();
    if (typeof ResizeObserver === 'undefined') return detach;
    const observer = new ResizeObserver(resize);
    observer.observe(element);
    return () => {
      observer.disconnect();
      detach();
    };
  }, [viewer, viewport, geometry]);

  useIsomorphicLayoutEffect(() => {
    // Not measured: what is observed would be none the wiser of a height that the page has within a frame alone.
    viewport.resize(viewport.getState().height, header);
  }, [viewport, header]);
}
