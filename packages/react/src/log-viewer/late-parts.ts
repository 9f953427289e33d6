/** What of a viewer comes late: what most lines never need, and what is seen only when a person opens it. */
import { late } from '@tailrace/core';
import type * as parts from './opened-parts.js';

/** Measures rows that are not all as high as one line: wrapped, opened or drawn in a way of one's own. */
export const rowMeasurer = /* @__PURE__ */ late(
  'rows of different heights',
  async () => (await import('./row-measurer.js')).RowMeasurer,
);

/** What reads every line for a filter or a term. */
export const readers = /* @__PURE__ */ late('find and filter', () => import('./readers.js'));

/** What a person opens: the panels of menus, the details of a line, the list of keys; and the ticks of what was found. */
export const openedParts = /* @__PURE__ */ late('menus and details', () => import('./opened-parts.js'));

/** What `jobRunId` and `filterType` are read with. */
export const jobBackend = /* @__PURE__ */ late(
  'the job backend',
  async () => (await import('./job-source.js')).stratal,
);

/** Somebody is near: brings all that they may ask for next. What cannot be had is asked for again when it is needed. */
export function bringSoon(): void {
  for (const part of [readers, openedParts, rowMeasurer]) part.load().catch(() => undefined);
}

/** The parts that {@link openedParts} brings. */
export type OpenedParts = typeof parts;
