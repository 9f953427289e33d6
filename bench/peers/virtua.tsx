/** A virtua list over an array. */
import { useLayoutEffect, useRef, useSyncExternalStore, type ReactElement } from 'react';
import { VList, type VListHandle } from 'virtua';
import type { BenchLine } from '../shared/lines.ts';
import { PlainLog } from '../pages/plain-log.ts';
import { PlainRow } from '../pages/plain-row.tsx';
import { plainSubject } from '../pages/plain-subject.tsx';
import type { Subject, SubjectOptions } from '../pages/subject.ts';

function List({ log }: { readonly log: PlainLog }): ReactElement {
  const { lines, version, following, target, pattern } = useSyncExternalStore(log.subscribe, log.read);
  const list = useRef<VListHandle>(null);
  useLayoutEffect(() => {
    if (following) list.current?.scrollToIndex(lines.length - 1, { align: 'end' });
    else if (target !== undefined) list.current?.scrollToIndex(target, { align: 'center' });
  }, [lines, version, following, target]);
  return (
    <VList ref={list} className="list" data={lines} itemSize={20} style={{ height: 600 }}>
      {(line: BenchLine, index) => <PlainRow key={index} line={line} pattern={pattern} />}
    </VList>
  );
}

export function virtua({ keep }: SubjectOptions): Subject {
  const log = new PlainLog(keep);
  return plainSubject(log, <List log={log} />);
}
