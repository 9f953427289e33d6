/** The code of every tutorial: an array in the state, copied for each line, and one element per line. */
import { useEffect, useRef, useState, type ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import type { BenchLine } from '../../shared/lines.ts';
import type { Subject, SubjectOptions } from '../subject.ts';

/** Passes lines to the component, one by one. */
interface Tap {
  readonly first: BenchLine[];
  push: (line: BenchLine) => void;
}

function Logs({ tap, keep }: { readonly tap: Tap; readonly keep: number }): ReactElement {
  const [logs, setLogs] = useState<readonly BenchLine[]>(tap.first);
  const end = useRef<HTMLDivElement>(null);
  useEffect(() => {
    tap.push = (line) => setLogs((before) => [...before, line].slice(-keep));
  }, [tap, keep]);
  useEffect(() => {
    void end.current?.scrollIntoView();
  }, [logs]);
  return (
    <div className="list">
      {logs.map((line) => (
        <div key={line.id} className="line" data-row>
          <span className="stamp">{line.timestamp}</span>
          <span>{line.message}</span>
        </div>
      ))}
      <div ref={end} />
    </div>
  );
}

export function naive({ keep }: SubjectOptions): Subject {
  const tap: Tap = { first: [], push: () => undefined };
  let host: HTMLElement | undefined;
  return {
    rows: '[data-row]',
    load(lines) {
      for (const line of lines) tap.first.push(line);
    },
    mount(element) {
      host = element;
      createRoot(element).render(<Logs tap={tap} keep={keep} />);
    },
    append(lines) {
      for (const line of lines) tap.push(line);
    },
    scroller: () => host?.querySelector('.list') as HTMLElement,
    toStart() {
      const list = host?.querySelector('.list');
      if (list) list.scrollTop = 0;
    },
  };
}
