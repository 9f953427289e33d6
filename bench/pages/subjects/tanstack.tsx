/** A plain @tanstack/react-virtual list over an array, as in its documentation: the reference of most benches. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useSyncExternalStore, type ReactElement } from 'react';
import type { BenchLine } from '../../shared/lines.ts';
import { PlainLog } from '../plain-log.ts';
import { PlainRow } from '../plain-row.tsx';
import { plainSubject } from '../plain-subject.tsx';
import type { SubjectOptions, Subject } from '../subject.ts';

function List({ log }: { readonly log: PlainLog }): ReactElement {
  const { lines, version, following, target, pattern } = useSyncExternalStore(log.subscribe, log.read);
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 20,
    overscan: 10,
  });
  useLayoutEffect(() => {
    if (following) virtualizer.scrollToIndex(lines.length - 1, { align: 'end' });
    else if (target !== undefined) virtualizer.scrollToIndex(target, { align: 'center' });
  }, [virtualizer, lines, version, following, target]);
  return (
    <div ref={scroller} className="list">
      <div style={{ height: virtualizer.getTotalSize(), position: 'relative' }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => (
          <div
            key={index}
            style={{ position: 'absolute', top: 0, left: 0, transform: `translateY(${start}px)` }}
          >
            <PlainRow line={lines[index] as BenchLine} pattern={pattern} />
          </div>
        ))}
      </div>
    </div>
  );
}

export function tanstack({ keep }: SubjectOptions): Subject {
  const log = new PlainLog(keep);
  return plainSubject(log, <List log={log} />);
}
