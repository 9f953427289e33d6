/** @melloware/react-logviewer: initial text, and `appendLines` for later lines. */
import { LazyLog } from '@melloware/react-logviewer';
import { createRef } from 'react';
import { createRoot } from 'react-dom/client';
import { typeInto } from '../pages/type-into.ts';
import type { Subject } from '../pages/subject.ts';

export function melloware(): Subject {
  const lines: string[] = [];
  const log = createRef<LazyLog>();
  let text = '';
  let host: HTMLElement | undefined;
  const scrollable = (): HTMLElement =>
    [...(host?.querySelectorAll<HTMLElement>('*') ?? [])].find(
      (element) =>
        element.scrollHeight > element.clientHeight + 100 &&
        /auto|scroll/.test(getComputedStyle(element).overflowY),
    ) as HTMLElement;
  return {
    rows: '.log-line',
    load(more) {
      for (const { timestamp, message } of more) lines.push(`${timestamp} ${message}`);
    },
    loaded() {
      text = lines.join('\n');
    },
    mount(element) {
      host = element;
      const view =
        text === '' ? (
          <LazyLog ref={log} external follow height={600} rowHeight={20} />
        ) : (
          <LazyLog ref={log} text={text} follow enableSearch caseInsensitive height={600} rowHeight={20} />
        );
      createRoot(element).render(view);
    },
    append(more) {
      log.current?.appendLines(more.map(({ timestamp, message }) => `${timestamp} ${message}`));
    },
    scroller: scrollable,
    toStart() {
      scrollable().scrollTop = 0;
    },
    find(term) {
      typeInto(host?.querySelector('input') as HTMLInputElement, term);
    },
    found() {
      const said = /(\d+) match/.exec(host?.textContent ?? '');
      return said ? Number(said[1]) : undefined;
    },
  };
}
