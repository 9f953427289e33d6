/** Who drives a viewer: its page, its log and what it was asked for. */
import { Fragment, StrictMode } from 'react';
import { expect } from 'vitest';
import { userEvent } from 'vitest/browser';
import type { LogViewerProps } from '../log-viewer.js';
import type { TimestampMode } from '../viewer-state.js';
import { createDice, type Dice } from './dice.js';
import { DrivenLinks, isSure } from './driven-links.js';
import type { DrivenLog } from './driven-log.js';
import { DrivenServer } from './driven-server.js';
import { nextFrames } from './next-frames.js';
import { randomLine, type MadeLine } from './random-lines.js';
import { knownFilter } from './random-queries.js';
import { shownRows } from './shown-rows.js';
import { openViewer, type ViewerPage } from './viewer-page.js';
import { NOTHING_ASKED, type Asked, type Wanted } from './wanted.js';

/** Lines that a viewer has room for. */
export const CAPACITY = 400;

/** See the file's head. */
export class Driver {
  page!: ViewerPage;
  log: DrivenLog;
  server: DrivenServer;
  /** What the viewer was asked for. */
  asked: Asked = NOTHING_ASKED;
  /** The line that has to be in sight after this move. */
  aim: number | undefined;
  /** The line that has to stay in its place. */
  stays: number | undefined;
  readonly links = new DrivenLinks();
  /** Somebody selected lines with this move, or ended that. */
  selects = false;
  /** Lines came with this move. */
  came = false;
  private props: LogViewerProps = { showTimestamps: 'utc' };
  private made = 0;

  constructor(
    readonly dice: Dice,
    private readonly drive: (capacity: number) => DrivenLog,
    /** The page is in development, where React mounts everything twice. */
    private readonly strict = false,
  ) {
    this.log = drive(CAPACITY);
    this.server = this.serve();
  }

  private serve(): DrivenServer {
    return new DrivenServer(this.log, createDice(this.dice.below(2 ** 20)), () => this.filterAnew());
  }

  /** Opens a viewer of the log of which nothing is asked but its props. */
  async open(): Promise<void> {
    const { wrap = false, showTimestamps = false, timeZone, timestampDigits: digits } = this.props;
    const timestamps = showTimestamps as TimestampMode;
    this.asked = { ...NOTHING_ASKED, wrap, timestamps, timeZone, digits };
    this.reset();
    this.links.waiting = undefined;
    if (!isSure(this.links.hash)) this.writeAddress('');
    this.links.visit(this.links.hash);
    const Mode = this.strict ? StrictMode : Fragment;
    this.page = await openViewer(this.allProps(), (viewer) => (
      <Mode>
        <div data-around="">{viewer}</div>
      </Mode>
    ));
  }

  /** Another log in its place. */
  async replaceLog(): Promise<void> {
    this.log = this.drive(CAPACITY);
    this.server = this.serve();
    this.reset();
    this.links.forget();
    this.log.append(this.lines(this.dice.below(500)));
    await this.give({});
  }

  /** What leaves the log with its lines. */
  reset(): void {
    this.ask({
      arrivals: [],
      selection: undefined,
      marked: undefined,
      opened: new Set(),
      pressed: new Set(),
      since: -Infinity,
    });
    this.lookIfPaused();
  }

  lookIfPaused(): void {
    this.ask({ paused: this.log.stream.getSnapshot().status === 'paused' });
  }

  /** From now on it was asked for this, too. */
  ask(change: Partial<Asked>): void {
    this.asked = { ...this.asked, ...change };
  }

  /** Somebody selects these lines, or none. */
  select(selection: Asked['selection']): void {
    this.selects = true;
    this.links.waiting = undefined;
    this.ask({ selection });
  }

  /** Goes to the lines of a link if they are held by now: they are selected, and shown whatever the filter hides. */
  meetLink(): void {
    // Lines that came wait until the stream has time; they may be those of the link.
    if (this.links.waiting) this.log.stream.flush();
    const lines = this.links.meet(this.log.held);
    if (!lines) return;
    const isShown = shownRows(this.wanted()).held.some(({ seq }) => seq === lines.from);
    this.aim = lines.from;
    this.ask({ selection: [lines.from, lines.to] });
    if (isShown) return;
    this.ask({ filter: knownFilter({}), arrivals: [] });
    this.filterAnew();
  }

  /** Puts the page's address to another fragment, of which nobody is told. */
  writeAddress(hash: string): void {
    this.links.hash = hash;
    history.replaceState(null, '', `${location.pathname}${location.search}${hash}`);
  }

  /** Gives the viewer other props; what they change was asked for. */
  async give(change: {
    readonly [Name in keyof LogViewerProps]: LogViewerProps[Name] | undefined;
  }): Promise<void> {
    const before = this.props;
    this.props = { ...before, ...change } as LogViewerProps;
    const { wrap = false, showTimestamps, timeZone, timestampDigits: digits } = this.props;
    if (wrap !== (before.wrap ?? false)) this.ask({ wrap });
    if (showTimestamps !== before.showTimestamps) this.ask({ timestamps: showTimestamps as TimestampMode });
    this.ask({ timeZone, digits });
    const { permalinks = false } = this.props;
    const [was, prefix] = [
      this.links.prefix,
      permalinks === false ? undefined : permalinks === true ? '' : `${permalinks}:`,
    ];
    this.links.prefix = prefix;
    if (prefix !== was) this.links.visit(this.links.hash);
    await this.page.rerender(this.allProps());
  }

  private allProps(): LogViewerProps {
    return { stream: this.log.stream, onSelectionChange: this.links.told, ...this.props };
  }

  /** Makes lines that come next. */
  lines(count: number): readonly MadeLine[] {
    return Array.from({ length: count }, () => randomLine(this.made++, this.dice));
  }

  /** Lines come. */
  append(count: number): void {
    if (this.log.ended) return;
    const lines = this.lines(count);
    const { filter, arrivals } = this.asked;
    // Before an expression has run on a line it may have left again.
    const counted = filter.filter.regex === undefined ? lines : lines.slice(-CAPACITY);
    if (!this.isFollowing && !this.countsLate)
      this.ask({ arrivals: [...arrivals, ...counted.filter(filter.passes)] });
    this.came = true;
    this.log.append(lines);
    if (count >= CAPACITY) this.filterAnew();
  }

  /** What left the buffer before is not known to the filter any more. */
  filterAnew(): void {
    this.ask({ since: this.log.held[0]?.seq ?? -Infinity });
  }

  /** What has to be seen. */
  wanted(): Wanted {
    const { held, gone } = this.log;
    return { ...this.asked, held, gone };
  }

  /** What comes is counted when it is shown: it may stand around a match, or an expression runs on it only then. */
  get countsLate(): boolean {
    const { filter, paused } = this.asked;
    return filter.context > 0 || (paused && filter.filter.regex !== undefined);
  }

  get isFollowing(): boolean {
    return this.page?.viewport.hasAttribute('data-following') ?? true;
  }

  /** The viewer as a whole, and what stands around it. */
  get viewer(): HTMLElement {
    return this.page.part('viewer') as HTMLElement;
  }

  get around(): HTMLElement {
    return this.viewer.closest<HTMLElement>('[data-around]') as HTMLElement;
  }

  /** Presses one of these keys among the lines. */
  async press(...keys: readonly string[]): Promise<void> {
    this.page.viewport.focus();
    await userEvent.keyboard(`{${this.dice.pick(keys)}}`);
  }

  /** The button with these words. */
  button(words: RegExp): HTMLElement | undefined {
    const buttons = [...this.viewer.querySelectorAll<HTMLElement>('button')];
    return buttons.find((button) => words.test(button.ariaLabel ?? button.textContent));
  }

  /** Closes the menu that is open, where it would be in the way. */
  closeMenu(): void {
    this.viewer.querySelector<HTMLElement>('[data-tailrace="menu"] > button[aria-expanded="true"]')?.click();
  }

  /** One of the elements that are whole in sight. */
  inSight(selector: string): HTMLElement | undefined {
    const sight = this.page.viewport.getBoundingClientRect();
    const elements = [...this.page.viewport.querySelectorAll<HTMLElement>(selector)].filter((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return top >= sight.top && bottom <= sight.bottom;
    });
    return elements.length === 0 ? undefined : this.dice.pick(elements);
  }

  /** Waits until the server has answered. */
  async served(): Promise<void> {
    await expect.poll(() => this.server.pending).toBe(0);
  }

  /** Waits until what is on its way is painted: where the lines get less room, they are put back into their place only with the frame. */
  async painted(): Promise<void> {
    await nextFrames(2);
  }

  /** Waits until nothing scrolls any more. */
  async rest(): Promise<void> {
    let before = this.page.viewport.scrollTop;
    await expect
      .poll(async () => {
        const last = before;
        await nextFrames(5);
        before = this.page.viewport.scrollTop;
        return before === last;
      })
      .toBe(true);
  }
}
