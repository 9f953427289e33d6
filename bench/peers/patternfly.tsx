/** @patternfly/react-log-viewer over an array of texts, with its search. */
import '@patternfly/react-core/dist/styles/base.css';
import { LogViewer, LogViewerSearch } from '@patternfly/react-log-viewer';
import { useSyncExternalStore, type ReactElement } from 'react';
import { createRoot } from 'react-dom/client';
import type { BenchLine } from '../shared/lines.ts';
import { typeInto } from '../pages/type-into.ts';
import type { Subject, SubjectOptions } from '../pages/subject.ts';

/** The texts. The viewer notices changes only by a new array. */
class Texts {
  private readonly held: string[] = [];
  private shown: readonly string[] = [];
  private listener: (() => void) | undefined;
  private scheduled = false;

  constructor(private readonly keep: number) {}

  readonly read = (): readonly string[] => this.shown;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listener = listener;
    return () => (this.listener = undefined);
  };

  append(lines: readonly BenchLine[]): void {
    for (const { timestamp, message } of lines) this.held.push(`${timestamp} ${message}`);
    if (this.held.length > this.keep) this.held.splice(0, this.held.length - this.keep);
    if (this.scheduled) return;
    this.scheduled = true;
    requestAnimationFrame(() => {
      this.scheduled = false;
      this.publish();
    });
  }

  publish(): void {
    this.shown = this.held.slice();
    this.listener?.();
  }
}

function List({ texts }: { readonly texts: Texts }): ReactElement {
  const data = useSyncExternalStore(texts.subscribe, texts.read);
  return (
    <LogViewer
      data={data}
      height={550}
      isTextWrapped={false}
      scrollToRow={data.length}
      toolbar={<LogViewerSearch placeholder="Search" minSearchChars={1} />}
    />
  );
}

export function patternfly({ keep }: SubjectOptions): Subject {
  const texts = new Texts(keep);
  let host: HTMLElement | undefined;
  const scroller = (): HTMLElement =>
    host?.querySelector('.pf-v6-c-log-viewer__scroll-container') as HTMLElement;
  return {
    rows: '.pf-v6-c-log-viewer__list-item',
    mark: '.pf-v6-c-log-viewer__string',
    // `scrollToRow` has no effect while the viewer measures its first row.
    startsAtTop: true,
    load: (lines) => texts.append(lines),
    loaded: () => texts.publish(),
    mount(element) {
      host = element;
      createRoot(element).render(<List texts={texts} />);
    },
    append: (lines) => texts.append(lines),
    scroller,
    toStart() {
      scroller().scrollTop = 0;
    },
    find(term) {
      typeInto(host?.querySelector('input') as HTMLInputElement, term);
    },
    found() {
      const said = / \/ (\d+)/.exec(host?.querySelector('.pf-v6-c-badge')?.textContent ?? '');
      return said ? Number(said[1]) : undefined;
    },
  };
}
