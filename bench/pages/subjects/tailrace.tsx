/** Tailrace: a feed, a stream and the complete `LogViewer` with its defaults. */
import { createLogFeed, createLogStream } from '@tailrace/core';
import { LogViewer, type LogViewerHandle } from '@tailrace/react';
import '@tailrace/react/styles.css';
import { createRef } from 'react';
import { createRoot } from 'react-dom/client';
import { whenPacked } from '../../shared/when-packed.ts';
import { typeInto } from '../type-into.ts';
import type { Subject, SubjectOptions } from '../subject.ts';

export function tailrace({ keep }: SubjectOptions): Subject {
  const feed = createLogFeed();
  const stream = createLogStream(feed, { bufferLines: keep, bufferBytes: Number.MAX_SAFE_INTEGER });
  stream.connect();
  const handle = createRef<LogViewerHandle>();
  let host: HTMLElement | undefined;
  const part = (name: string): HTMLElement => host?.querySelector(`[data-tailrace="${name}"]`) as HTMLElement;
  return {
    rows: '[data-tailrace="row"]',
    mark: 'mark[data-tailrace="match"]',
    load: (lines) => feed.append(lines),
    loaded: () => whenPacked(stream),
    mount(element) {
      host = element;
      createRoot(element).render(<LogViewer ref={handle} stream={stream} height={600} />);
    },
    append: (lines) => feed.append(lines),
    scroller: () => part('viewport'),
    toStart() {
      const first = stream.getSnapshot().view.at(0);
      if (first) handle.current?.scrollToSeq(first.seq, { align: 'start' });
    },
    toEnd: () => handle.current?.scrollToEnd(),
    find: (term, options) => handle.current?.find(term, options),
    found() {
      // The text for screen readers stays empty until the search is complete.
      const said = host?.querySelector('[data-tailrace="find-field"] [role="status"]')?.textContent ?? '';
      const count = host?.querySelector('[data-tailrace="search-count"]')?.textContent ?? '';
      return said === '' || count === '' ? undefined : Number(count.split('/')[1]);
    },
    filter: (text) => typeInto(part('filter') as HTMLInputElement, text),
  };
}
