/** The parts of a viewer that are loaded on demand: what most logs never need, and what is only visible once the user opens it. */
import { late } from '@tailrace/core';
import type * as parts from './opened-parts.js';
import type * as reading from './readers.js';

/** Measures rows of different heights: wrapped, expanded or custom-rendered ones. */
export const rowMeasurer = /* @__PURE__ */ late(
  'rows of different heights',
  async () => (await import('./row-measurer.js')).RowMeasurer,
);

/** Filter, search, and what counts lines by level and label: they read every line. */
export const readers = /* @__PURE__ */ late('find and filter', () => import('./readers.js'));

/** What the user opens: the panels of menus, the details of a line, the list of keys; also the ticks of matches, and what copies many lines. */
export const openedParts = /* @__PURE__ */ late('menus and details', () => import('./opened-parts.js'));

/** The backend for `jobRunId` and `filterType`. */
export const jobBackend = /* @__PURE__ */ late(
  'the job backend',
  async () => (await import('./job-source.js')).stratal,
);

/** The pointer or the focus has entered the viewer: preloads what the user may open next. Failures are ignored, because each part is loaded again when it is needed. */
export function bringSoon(): void {
  for (const part of [readers, openedParts, rowMeasurer]) part.load().catch(() => undefined);
}

/** The parts in {@link openedParts}. */
export type OpenedParts = typeof parts;

/** The parts in {@link readers}. */
export type Readers = typeof reading;
