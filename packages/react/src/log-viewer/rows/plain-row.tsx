import type { ReactElement, ReactNode } from 'react';
import type { RowWindow } from '../use-row-window.js';
import { RowSlot } from './row-slot.js';
import { SlottedRow } from './row.js';

/** A row that React renders once; afterwards only its slot changes. */
export interface PlainRow {
  readonly key: string;
  readonly slot: RowSlot;
  readonly element: ReactElement;
}

/** For {@link RowSlots}. */
export function makePlainRow(key: string): PlainRow {
  const slot = new RowSlot();
  return { key, slot, element: wrapRow(key, <SlottedRow slot={slot} />) };
}

/** The element around a row that is positioned and, if rows are measured, measured. */
export function wrapRow(
  key: string,
  body: ReactNode,
  measure?: RowWindow['measure'],
  seq?: number,
): ReactElement {
  return (
    <div key={key} ref={measure} data-seq={measure && seq} role="presentation" data-tailrace="measured">
      {body}
    </div>
  );
}
