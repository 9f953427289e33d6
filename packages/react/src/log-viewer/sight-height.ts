import { UNMEASURED_HEIGHT } from './model/viewport-controller.js';

/**
 * How high the part of the lines is that one sees. Without its stylesheet the viewer does not scroll: it would grow with its rows,
 * draw all of them, and hold up the page. Then it is as high as where nothing can be measured, and `styled` is false.
 */
export function sightHeight(scroller: HTMLElement): { height: number; styled: boolean } {
  const height = scroller.clientHeight;
  const styled = height === 0 || getComputedStyle(scroller).overflowY !== 'visible';
  return { height: styled ? height : UNMEASURED_HEIGHT, styled };
}
