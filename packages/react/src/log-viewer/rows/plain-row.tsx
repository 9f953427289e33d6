import type { ReactElement, ReactNode } from 'react';
import type { RowWindow } from '../use-row-window.js';
import { RowSlot } from './row-slot.js';
import { SlottedRow } from './row.js';

/** A row that React has made once, and nothing changes but what its slot draws. */
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

/** What is placed, and measured where rows are. */
export function wrapRow(
  key: string,
  body: ReactNode,
  measure?: RowWindow['measure'],
  seq?: number,
): ReactElement {
  return (
    <div
      key={key}
      ref={measure}
      {...(measure ? { 'data-seq': seq } : {})}
      role="presentation"
      data-tailrace="measured"
    >
      {body}
    </div>
  );
}
