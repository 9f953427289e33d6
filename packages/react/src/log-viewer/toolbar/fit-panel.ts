import { scaleOf } from '../../lib/scale-of.js';

/** Pixels between a panel and its button, and between it and the edge of the page. */
const SPACING = 4;

/** Keeps a panel on the page: it opens where there is room for it, or more, to the side where there is, and is scrolled where that is not enough. */
export function fitPanel(panel: HTMLElement): void {
  const { left, right } = panel.getBoundingClientRect();
  const { clientWidth, clientHeight } = panel.ownerDocument.documentElement;
  if (left < 0 || right > clientWidth)
    panel.dataset['side'] = panel.dataset['side'] === 'end' ? 'start' : 'end';
  // The element around it is as high as its button.
  const { top, bottom } = (panel.parentElement as HTMLElement).getBoundingClientRect();
  const scale = scaleOf(panel);
  const below = clientHeight - bottom;
  const rooms = { top: top / scale, bottom: below / scale };
  const [edge, other] =
    panel.dataset['edge'] === 'top' ? (['top', 'bottom'] as const) : (['bottom', 'top'] as const);
  const fits = panel.offsetHeight + 2 * SPACING <= rooms[edge] || rooms[other] <= rooms[edge];
  const at = fits ? edge : other;
  panel.dataset['edge'] = at;
  panel.style.maxBlockSize = `${rooms[at] - 2 * SPACING}px`;
}
