/**
 * The floor: a hand-written window over a ring buffer, without React. Rows are created once and reused: a lower bound for what is
 * possible in this browser.
 */
import type { BenchLine } from '../../shared/lines.ts';
import { cutAtMatches } from '../marked-text.ts';
import { filterPlain, findPlain, patternOf } from '../plain-query.ts';
import type { Subject, SubjectOptions } from '../subject.ts';

const ROW = 20;
const OVERSCAN = 10;

interface DrawnRow {
  readonly element: HTMLElement;
  readonly stamp: Text;
  readonly message: HTMLElement;
  line: BenchLine | undefined;
  pattern: RegExp | undefined;
}

export function floor({ keep }: SubjectOptions): Subject {
  const ring: BenchLine[] = [];
  let first = 0;
  let filtered: readonly BenchLine[] | undefined;
  let following = true;
  let pattern: RegExp | undefined;
  let total: number | undefined;
  let dirty = false;
  const list = document.createElement('div');
  const sizer = document.createElement('div');
  const drawn: DrawnRow[] = [];
  list.className = 'list';
  sizer.style.position = 'relative';
  list.append(sizer);

  const length = (): number => filtered?.length ?? ring.length;
  const at = (row: number): BenchLine =>
    (filtered ? filtered[row] : ring[(first + row) % ring.length]) as BenchLine;

  function rowElement(): DrawnRow {
    const element = document.createElement('div');
    element.className = 'line';
    element.dataset['row'] = '';
    element.style.cssText = 'position:absolute;top:0;left:0';
    const stampElement = document.createElement('span');
    stampElement.className = 'stamp';
    const stamp = document.createTextNode('');
    stampElement.append(stamp);
    const message = document.createElement('span');
    element.append(stampElement, message);
    sizer.append(element);
    return { element, stamp, message, line: undefined, pattern: undefined };
  }

  function fill(row: DrawnRow, line: BenchLine): void {
    if (row.line === line && row.pattern === pattern) return;
    row.line = line;
    row.pattern = pattern;
    row.stamp.data = line.timestamp;
    if (!pattern) {
      row.message.textContent = line.message;
      return;
    }
    row.message.replaceChildren(
      ...cutAtMatches(line.message, pattern).map((piece, index) => {
        if (index % 2 === 0) return piece;
        const mark = document.createElement('mark');
        mark.textContent = piece;
        return mark;
      }),
    );
  }

  function draw(): void {
    dirty = false;
    const height = length() * ROW;
    sizer.style.height = `${height}px`;
    if (following) list.scrollTop = height;
    const top = following ? Math.max(0, height - 600) : list.scrollTop;
    const from = Math.max(0, Math.floor(top / ROW) - OVERSCAN);
    const to = Math.min(length(), Math.ceil((top + 600) / ROW) + OVERSCAN);
    for (let row = from; row < to; row++) {
      const element = (drawn[row - from] ??= rowElement());
      fill(element, at(row));
      element.element.style.transform = `translateY(${row * ROW}px)`;
      element.element.hidden = false;
    }
    for (const spare of drawn.slice(to - from)) spare.element.hidden = true;
  }

  function later(): void {
    if (dirty) return;
    dirty = true;
    requestAnimationFrame(draw);
  }

  function append(lines: readonly BenchLine[]): void {
    for (const line of lines) {
      if (ring.length < keep) ring.push(line);
      else {
        ring[first] = line;
        first = (first + 1) % keep;
      }
    }
  }

  const ordered = (): readonly BenchLine[] =>
    first === 0 ? ring : [...ring.slice(first), ...ring.slice(0, first)];

  return {
    rows: '[data-row]:not([hidden])',
    mark: '[data-row]:not([hidden]) mark',
    load: append,
    mount(host) {
      host.append(list);
      list.addEventListener('scroll', () => {
        if (!following) draw();
      });
      draw();
    },
    append(lines) {
      append(lines);
      later();
    },
    scroller: () => list,
    toStart() {
      following = false;
      list.scrollTop = 0;
      draw();
    },
    toEnd() {
      following = true;
      draw();
    },
    find(term, options) {
      pattern = term === '' ? undefined : patternOf(term, options);
      total = undefined;
      if (term !== '') {
        const found = findPlain(ordered(), term, options);
        total = found.total;
        following = false;
        if (found.rows[0] !== undefined) list.scrollTop = found.rows[0] * ROW - 300;
      }
      draw();
    },
    found: () => total,
    filter(text) {
      filtered = text === '' ? undefined : filterPlain(ordered(), text);
      following = true;
      draw();
    },
  };
}
