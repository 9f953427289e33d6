/** The icons: 16 × 16 strokes in the colour of the surrounding text. Their meaning is in text beside them or in a label. */
import type { ReactElement } from 'react';

const PATHS = {
  search: 'M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10Zm3.6-1.4L14 14',
  filter: 'M2 3.5h12M4.5 8h7M6.5 12.5h3',
  up: 'M4 10l4-4 4 4',
  down: 'M4 6l4 4 4-4',
  close: 'M4 4l8 8M12 4l-8 8',
  clear: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM3.8 3.8l8.4 8.4',
  download: 'M8 2v8M4.5 7L8 10.5 11.5 7M2.5 13.5h11',
  wrap: 'M2 3.5h12M2 8h9a2.5 2.5 0 0 1 0 5H8m2-2-2 2 2 2M2 13h2.5',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 4.8V8l2.2 1.6',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  play: 'M5 3.2v9.6L12.5 8Z',
  end: 'M4 3.5l4 4 4-4M4 8.5l4 4 4-4',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  check: 'M3 8.5l3.2 3.2L13 4.8',
  chevron: 'M6 4l4 4-4 4',
  warning: 'M8 2.2 14.6 13.6H1.4ZM8 6.4v3.4M8 11.8h.01',
  failed: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 4.8v3.8M8 11h.01',
  gap: 'M2 5.5h12M2 10.5h12M6 3l-1 3M11 10l-1 3',
  copy: 'M6 6h7.5v7.5H6ZM10 6V2.5H2.5V10H6',
  link: 'M6.5 9.5l3-3M7 4.5 8.8 2.7a2.9 2.9 0 0 1 4.1 4.1L11 8.6M9 11.5l-1.8 1.8a2.9 2.9 0 0 1-4.1-4.1L5 7.4',
  keyboard: 'M2 4h12v8H2ZM4.5 6.5h.01M7 6.5h.01M9.5 6.5h.01M11.8 6.5h.01M5.2 9.5h5.6',
  level: 'M3 13V9M8 13V3M13 13V6',
  sliders: 'M2 4.5h5.2M11.8 4.5H14M9.5 2.6v3.8M2 11.5h2.2M8.8 11.5H14M6.5 9.6v3.8',
  thinking: 'M5.6 11.2a4.4 4.4 0 1 1 4.8 0v1.3H5.6ZM6.4 14.4h3.2',
  coding: 'M5.2 4.5 1.8 8l3.4 3.5M10.8 4.5 14.2 8l-3.4 3.5M9.2 3l-2.4 10',
  info: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 7.4V11M8 5h.01',
  error: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM5.9 5.9l4.2 4.2M10.1 5.9l-4.2 4.2',
  success: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM5.4 8.2l1.8 1.8 3.4-3.8',
} as const;

/** Names of the icons. */
export type IconName = keyof typeof PATHS;

/** Decoration only, so hidden from assistive technology. */
const ATTRIBUTES = {
  'data-tailrace': 'icon',
  viewBox: '0 0 16 16',
  width: '16',
  height: '16',
  'aria-hidden': 'true',
  focusable: 'false',
} as const;

/** One icon. */
export function Icon({ name }: { readonly name: IconName }): ReactElement {
  return (
    <svg {...ATTRIBUTES}>
      <path d={PATHS[name]} />
    </svg>
  );
}

const SVG = 'http://www.w3.org/2000/svg';

/** The same as an element, for rows that are updated without React. */
export function createIcon(name: IconName): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  for (const [attribute, value] of Object.entries(ATTRIBUTES)) svg.setAttribute(attribute, value);
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}
