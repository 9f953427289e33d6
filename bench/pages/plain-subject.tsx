import type { ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import type { PlainLog } from './plain-log.ts';
import type { Subject } from './subject.ts';

/** A subject over a {@link PlainLog}. */
export function plainSubject(log: PlainLog, view: ReactElement, scroller = '.list'): Subject {
  let host: HTMLElement | undefined;
  return {
    rows: '[data-row]',
    mark: 'mark',
    load: (lines) => log.append(lines),
    mount(element) {
      host = element;
      createRoot(element).render(view);
    },
    append: (lines) => log.append(lines),
    scroller: () => host?.querySelector(scroller) as HTMLElement,
    toStart: () => log.goTo(0, false),
    toEnd: () => log.goTo(log.read().lines.length - 1, true),
    find: (term, options) => log.find(term, options),
    found: () => log.read().found,
    filter: (text) => log.filter(text),
  };
}
