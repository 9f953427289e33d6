/**
 * The contents of a row, updated without React: in a flood every visible row becomes another line many times a second, and
 * only a few texts change. It remembers what it drew, and updates only what differs.
 */
import type { LogLevel } from '@tailrace/core';
import { createIcon, type IconName } from '../icons.js';
import type { Segment } from '../model/segments.js';
import type { TimestampMode } from '../viewer-state.js';
import { paintMessage, paintPlain, paintVisible } from './paint-message.js';
import type { MessageSpan } from './shown-message.js';

/** How a line is to be drawn. */
export interface RowLineLook {
  readonly seq: number;
  readonly severity: LogLevel;
  readonly selected: boolean;
  /** The line has details or more text to open. */
  readonly opens: boolean;
  readonly number: string;
  readonly numberLabel: string;
  readonly time:
    | {
        readonly mode: TimestampMode;
        readonly words: string;
        readonly title: string | undefined;
        readonly value: string | undefined;
      }
    | undefined;
  /** The level, if its word is highlighted. */
  readonly alarm: 'warn' | 'error' | 'fatal' | undefined;
  /** The level in a word, or what kind of line it is. */
  readonly level: string;
  /** The kind, which is also the name of its icon. */
  readonly icon: IconName | undefined;
  /** Label of the button that opens the details; undefined if there are none. */
  readonly disclosure: string | undefined;
  readonly expanded: boolean;
  /** Where the line comes from. */
  readonly origin: string | undefined;
  readonly segments: readonly Segment<MessageSpan>[];
  /** Index of the current match in the line. */
  readonly current: number | undefined;
  readonly folded: boolean;
  /** The line has characters that may be taller than the row. */
  readonly tall: boolean;
  /** Words of the button that shows the lines under the first; undefined: there is none. */
  readonly unfold: string | undefined;
  /** Words of the button that shows more of a long line; undefined: there is none. */
  readonly more: string | undefined;
}

/** What a press in a row asks for. */
export type RowAction = 'select' | 'toggle' | 'more';

let template: DocumentFragment | undefined;

function element(name: string, part: string): HTMLElement {
  const made = document.createElement(name);
  if (part !== '') made.setAttribute('data-tailrace', part);
  return made;
}

function button(part: string): HTMLElement {
  const made = element('button', part);
  made.setAttribute('type', 'button');
  return made;
}

/** The elements that every row has. */
function makeTemplate(): DocumentFragment {
  const fragment = document.createDocumentFragment();
  const number = button('line-number');
  number.tabIndex = -1;
  const content = element('div', 'content');
  const message = element('span', 'message');
  message.dir = 'auto';
  content.append(message);
  fragment.append(number, element('span', 'level'), element('span', 'disclosure'), content);
  return fragment;
}

function setOrRemove(target: Element, name: string, value: string | undefined): void {
  if (value === undefined) target.removeAttribute(name);
  else target.setAttribute(name, value);
}

/** See the file's head. */
export class RowLine {
  private readonly number: HTMLElement;
  private readonly level: HTMLElement;
  private readonly content: HTMLElement;
  private readonly message: HTMLElement;
  private disclosure: HTMLElement;
  private time: HTMLElement | undefined;
  private origin: HTMLElement | undefined;
  private unfold: HTMLElement | undefined;
  private more: HTMLElement | undefined;
  private drawn: RowLineLook | undefined;

  /** Draws into this row's first child, which must be empty, and sets attributes of the row. */
  constructor(private readonly row: HTMLElement) {
    const line = row.firstElementChild as HTMLElement;
    template ??= makeTemplate();
    line.replaceChildren(template.cloneNode(true));
    [this.number, this.level, this.disclosure, this.content] = [...line.children] as [
      HTMLElement,
      HTMLElement,
      HTMLElement,
      HTMLElement,
    ];
    this.message = this.content.firstChild as HTMLElement;
  }

  /** The action for a press on an element of the row. */
  actionOf(target: Element): RowAction | undefined {
    const pressed = target.closest('button');
    if (pressed === null) return undefined;
    if (pressed === this.number) return 'select';
    if (pressed === this.more) return 'more';
    return pressed === this.disclosure || pressed === this.unfold ? 'toggle' : undefined;
  }

  draw(look: RowLineLook): void {
    const { drawn } = this;
    this.drawn = look;
    this.drawRow(look, drawn);
    if (look.number !== drawn?.number) paintPlain(this.number, look.number);
    if (look.numberLabel !== drawn?.numberLabel) this.number.setAttribute('aria-label', look.numberLabel);
    this.drawTime(look.time, drawn?.time);
    if (look.alarm !== drawn?.alarm) setOrRemove(this.level, 'data-level', look.alarm);
    if (look.level !== drawn?.level || look.icon !== drawn.icon) this.drawLevel(look, drawn?.icon);
    if (look.disclosure !== drawn?.disclosure || look.expanded !== drawn?.expanded)
      this.drawDisclosure(look, drawn?.disclosure);
    if (look.origin !== drawn?.origin) this.drawOrigin(look.origin);
    if (look.segments !== drawn?.segments || look.current !== drawn.current)
      paintMessage(this.message, look.segments, look.current);
    if (look.folded !== (drawn?.folded ?? false))
      setOrRemove(this.message, 'data-folded', look.folded ? '' : undefined);
    if (look.tall !== (drawn?.tall ?? false))
      setOrRemove(this.message, 'data-tall', look.tall ? '' : undefined);
    this.drawButtons(look);
  }

  private drawRow(look: RowLineLook, drawn: RowLineLook | undefined): void {
    const { row } = this;
    if (look.seq !== drawn?.seq) row.setAttribute('data-seq', String(look.seq));
    if (look.severity !== drawn?.severity) row.setAttribute('data-level', look.severity);
    const isCurrent = look.current !== undefined;
    if (isCurrent !== (drawn?.current !== undefined)) row.toggleAttribute('data-current', isCurrent);
    if (look.selected !== (drawn?.selected ?? false)) {
      row.toggleAttribute('data-selected', look.selected);
      setOrRemove(this.number, 'aria-pressed', look.selected ? 'true' : undefined);
    }
    if (look.expanded !== (drawn?.expanded ?? false)) row.toggleAttribute('data-expanded', look.expanded);
    if (look.opens !== (drawn?.opens ?? false)) row.toggleAttribute('data-opens', look.opens);
  }

  private drawTime(time: RowLineLook['time'], drawn: RowLineLook['time']): void {
    if (!time) {
      this.time?.remove();
      this.time = undefined;
      return;
    }
    let before = drawn;
    if (!this.time) {
      this.time = element('time', '');
      this.number.after(this.time);
      before = undefined;
    }
    if (time.mode !== before?.mode) this.time.setAttribute('data-mode', time.mode);
    if (time.title !== before?.title) setOrRemove(this.time, 'title', time.title);
    if (time.value !== before?.value) setOrRemove(this.time, 'datetime', time.value);
    if (time.words !== before?.words) paintVisible(this.time, time.words);
  }

  private drawLevel({ level, icon }: RowLineLook, drawn: IconName | undefined): void {
    if (icon === undefined && drawn === undefined) return paintPlain(this.level, level);
    setOrRemove(this.level, 'data-log-type', icon);
    this.level.replaceChildren(...(icon === undefined ? [] : [createIcon(icon)]), level);
  }

  private drawDisclosure({ disclosure, expanded }: RowLineLook, drawn: string | undefined): void {
    if ((disclosure === undefined) !== (drawn === undefined)) {
      const next = disclosure === undefined ? element('span', 'disclosure') : button('disclosure');
      if (disclosure !== undefined) {
        next.append(createIcon('chevron'));
        // Enter opens the selected line: the lines are one tab stop, however many of them can be opened.
        next.tabIndex = -1;
      }
      this.disclosure.replaceWith(next);
      this.disclosure = next;
    }
    if (disclosure === undefined) return;
    this.disclosure.setAttribute('aria-label', disclosure);
    this.disclosure.setAttribute('aria-expanded', String(expanded));
  }

  private drawOrigin(origin: string | undefined): void {
    if (origin === undefined) {
      this.origin?.remove();
      this.origin = undefined;
      return;
    }
    if (!this.origin) {
      this.origin = element('span', 'origin');
      this.content.before(this.origin);
    }
    this.origin.title = origin;
    paintVisible(this.origin, origin);
  }

  private drawButtons({ unfold, expanded, more }: RowLineLook): void {
    this.unfold = this.drawButton(this.unfold, unfold, this.message);
    this.unfold?.setAttribute('aria-expanded', String(expanded));
    this.more = this.drawButton(this.more, more, this.unfold ?? this.message);
  }

  private drawButton(
    known: HTMLElement | undefined,
    words: string | undefined,
    before: HTMLElement,
  ): HTMLElement | undefined {
    if (words === undefined) {
      known?.remove();
      return undefined;
    }
    const drawn = known ?? button('inline-button');
    if (!known) before.after(drawn);
    paintPlain(drawn, words);
    return drawn;
  }
}
