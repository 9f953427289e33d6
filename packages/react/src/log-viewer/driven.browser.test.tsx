/**
 * A viewer that is driven at random: after every step what is seen is what the log holds, each line once, in its place, with its words.
 * CONTRIBUTING.md tells how to run more of it, and one run again.
 */
import { describe, expect, it } from 'vitest';
import { userEvent } from 'vitest/browser';
import { createDice, type Dice } from './testing/dice.js';
import { driveFeed, driveStage, type DrivenLog } from './testing/driven-log.js';
import { randomSeeds } from './testing/random-runs.js';
import { randomLine, type MadeLine } from './testing/random-lines.js';
import { FILTERS, NO_FILTER, NO_TERM, TERMS } from './testing/random-queries.js';
import { isSelectedText, wrongNumbers } from './testing/seen-numbers.js';
import { isMatchInSight, wrongPositions, wrongRows } from './testing/seen-rows.js';
import type { Wanted } from './testing/wanted.js';
import { openViewer, type ViewerPage } from './testing/viewer-page.js';

const CAPACITY = 400;

/** Moves that go on for a while: what scrolls, and what is measured anew. */
const LASTING: ReadonlySet<string> = new Set(['up', 'down', 'key', 'width', 'wrap']);

/** Moves that leave what is read where it is. */
const KEEPS: ReadonlySet<string> = new Set(['line', 'lines', 'flood', 'gap', 'fill', 'older', 'repeat']);

/** Moves that bring a match into sight. */
const MATCHES: ReadonlySet<string> = new Set(['find', 'match']);

const nextFrame = (): Promise<unknown> => new Promise((done) => requestAnimationFrame(done));

class Driver {
  private page!: ViewerPage;
  private log: DrivenLog;
  private made = 0;
  private wrap = false;
  private timestamps: Wanted['timestamps'] = 'utc';
  private filter = NO_FILTER;
  private term = NO_TERM;
  private arrivals: readonly MadeLine[] = [];
  private selection: Wanted['selection'];
  private following = true;
  private paused = false;
  readonly trail: string[] = [];

  constructor(
    private readonly dice: Dice,
    private readonly drive: (capacity: number) => DrivenLog,
  ) {
    this.log = drive(CAPACITY);
  }

  private lines(count: number): readonly MadeLine[] {
    return Array.from({ length: count }, () => randomLine(this.made++, this.dice));
  }

  private props(): Parameters<typeof openViewer>[0] {
    const { wrap, timestamps } = this;
    return { stream: this.log.stream, wrap, showTimestamps: timestamps };
  }

  async open(): Promise<void> {
    this.append(this.dice.pick([0, 3, 200, 400]));
    this.page = await openViewer(this.props(), (viewer) => <div data-around="">{viewer}</div>);
  }

  private append(count: number): void {
    if (this.log.ended) return;
    const lines = this.lines(count);
    // Before an expression has run on a line it may have left again.
    const counted = this.filter.filter.regex === undefined ? lines : lines.slice(-CAPACITY);
    if (!this.following) this.arrivals = [...this.arrivals, ...counted.filter(this.filter.passes)];
    this.log.append(lines);
  }

  private async wheel(by: number): Promise<void> {
    // Over an empty viewer lies what says so, over the lines a menu, and over few of them the pill.
    if (this.page.part('viewer')?.hasAttribute('data-open')) this.button(/levels$/i)?.click();
    const { rows, viewport } = this.page;
    if (rows().length > 0 && viewport.clientHeight > 120) await this.page.wheel(by);
  }

  private async press(...keys: readonly string[]): Promise<void> {
    this.page.viewport.focus();
    await userEvent.keyboard(`{${this.dice.pick(keys)}}`);
  }

  /** The button with these words. */
  private button(words: RegExp): HTMLElement | undefined {
    const buttons = [...(this.page.part('viewer')?.querySelectorAll<HTMLElement>('button') ?? [])];
    return buttons.find((button) => words.test(button.ariaLabel ?? button.textContent));
  }

  /** Presses a button of a line in sight. */
  private click(selector: string): void {
    const sight = this.page.viewport.getBoundingClientRect();
    const buttons = [...this.page.viewport.querySelectorAll<HTMLElement>(selector)].filter((button) => {
      const { top, bottom } = button.getBoundingClientRect();
      return top >= sight.top && bottom <= sight.bottom;
    });
    if (buttons.length > 0) this.dice.pick(buttons).click();
  }

  private readonly moves: Readonly<Record<string, readonly [weight: number, move: () => unknown]>> = {
    line: [4, () => this.append(1)],
    lines: [5, () => this.append(1 + this.dice.below(40))],
    flood: [1, () => this.append(CAPACITY + this.dice.below(300))],
    gap: [1, () => this.log.appendGap(this.dice.pick([undefined, 1, 3, 25]))],
    fill: [
      1,
      () => {
        const gaps = this.log.held.filter((item) => item.kind === 'gap');
        const gap = gaps.length === 0 ? undefined : this.dice.pick(gaps);
        if (gap?.kind === 'gap') this.log.fill(gap.seq, this.lines(gap.missing ?? 1));
      },
    ],
    older: [1, () => this.log.prepend(this.lines(1 + this.dice.below(60)))],
    repeat: [1, () => this.log.repeat()],
    pause: [
      1,
      () => {
        this.button(/^(Pause|Resume)$/)?.click();
        this.paused = this.log.stream.getSnapshot().status === 'paused';
      },
    ],
    end: [0.1, () => this.log.end()],
    clear: [
      0.3,
      () => {
        if (this.log.held.length === 0) return;
        this.button(/^Clear$/)?.click();
        this.log.clear();
        this.arrivals = [];
        this.selection = undefined;
      },
    ],
    up: [4, () => this.wheel(-this.dice.below(2_000))],
    down: [3, () => this.wheel(this.dice.below(2_000))],
    bar: [2, () => void (this.page.viewport.scrollTop = this.dice.below(this.page.viewport.scrollHeight))],
    key: [4, () => this.press('PageUp', 'PageDown', 'Home', 'End', 'ArrowUp', 'ArrowDown')],
    jump: [
      2,
      () => {
        const { held } = this.log;
        if (held.length > 0) this.page.handle.scrollToSeq(this.dice.pick(held).seq);
      },
    ],
    follow: [2, () => this.page.handle.follow(this.dice.below(3) > 0)],
    filter: [
      3,
      () => {
        this.filter = this.dice.pick(FILTERS);
        this.arrivals = [];
        this.page.handle.setFilter(this.filter.filter);
      },
    ],
    find: [
      3,
      () => {
        this.term = this.dice.pick(TERMS);
        this.page.handle.find(this.term.term, this.term.options);
      },
    ],
    match: [3, () => this.press('n', 'n', 'N')],
    select: [3, () => this.select()],
    copy: [
      2,
      async () => {
        const wanted = this.wanted();
        const text = await this.page.handle.copySelection('text');
        expect(wanted.selection === undefined ? text === '' : isSelectedText(text, wanted)).toBe(true);
      },
    ],
    levels: [1, () => this.button(/levels$/i)?.click()],
    wrap: [1, () => this.change(() => (this.wrap = !this.wrap))],
    times: [1, () => this.change(() => (this.timestamps = this.dice.pick(['off', 'utc', 'delta'])))],
    details: [2, () => this.click('button[data-tailrace="disclosure"]')],
    more: [2, () => this.click('[data-tailrace="row-line"] [data-tailrace="inline-button"]')],
    width: [1, () => void (this.around().style.width = `${400 + this.dice.below(500)}px`)],
    height: [
      1,
      () => void ((this.page.part('viewer') as HTMLElement).style.height = `${200 + this.dice.below(400)}px`),
    ],
    again: [
      0.5,
      async () => {
        await this.page.unmount();
        this.reset();
        this.filter = NO_FILTER;
        this.term = NO_TERM;
        this.following = true;
        this.page = await openViewer(this.props(), (viewer) => <div data-around="">{viewer}</div>);
      },
    ],
    other: [
      0.5,
      async () => {
        this.log = this.drive(CAPACITY);
        this.reset();
        this.log.append(this.lines(this.dice.below(500)));
        await this.page.rerender(this.props());
      },
    ],
  };

  /** Waits until nothing scrolls any more. */
  private async rest(): Promise<void> {
    let before = -1;
    await expect
      .poll(async () => {
        const last = before;
        for (let frames = 0; frames < 5; frames += 1) await nextFrame();
        before = this.page.viewport.scrollTop;
        return before === last;
      })
      .toBe(true);
  }

  /** Where the lines in sight stand; none while the end is followed. */
  private places(): ReadonlyMap<number, number> {
    const { page } = this;
    if (page.viewport.hasAttribute('data-following')) return new Map();
    return new Map(page.inSight().map((seq) => [seq, page.placeOf(seq)]));
  }

  /**
   * The lines that moved, though they are still in sight. Where a row came into being amid them, one has to stay. At the end of the log
   * there may be too little after them for their place.
   */
  private moved(before: ReadonlyMap<number, number>): readonly string[] {
    if (this.page.fromEnd() <= 1) return [];
    const places = this.places();
    const after = [...places].filter(([seq]) => before.has(seq));
    if (before.size > 0 && places.size > 0 && after.length === 0)
      return ['nothing that was in sight still is'];
    const moved = after.filter(([seq, top]) => Math.abs((before.get(seq) ?? top) - top) > 1);
    const between = this.page.part('trimmed') ?? this.page.part('gap');
    if (between && moved.length < after.length) return [];
    return moved.map(([seq, top]) => `${seq} moved from ${before.get(seq)} to ${top}`);
  }

  private around(): HTMLElement {
    return this.page.viewport.closest<HTMLElement>('[data-around]') as HTMLElement;
  }

  private async change(what: () => void): Promise<void> {
    what();
    await this.page.rerender(this.props());
  }

  private reset(): void {
    this.arrivals = [];
    this.selection = undefined;
    this.paused = this.log.stream.getSnapshot().status === 'paused';
  }

  /** Presses the number of a line in sight. */
  private select(): void {
    const sight = this.page.inSight();
    if (sight.length === 0) return;
    const seq = this.dice.pick(sight);
    const shiftKey = this.dice.below(2) === 0;
    const number = this.page.row(seq)?.querySelector('[data-tailrace="line-number"]');
    number?.dispatchEvent(new MouseEvent('click', { bubbles: true, shiftKey }));
    const { selection } = this;
    if (shiftKey && selection) this.selection = [selection[0], seq];
    else this.selection = selection?.every((each) => each === seq) ? undefined : [seq, seq];
  }

  private wanted(): Wanted {
    const { held, gone } = this.log;
    const { filter, term, wrap, timestamps, arrivals, selection, paused } = this;
    return { held, gone, filter, term, wrap, timestamps, arrivals, selection, paused };
  }

  private wrong(): readonly string[] {
    const wanted = this.wanted();
    return [...wrongNumbers(this.page, wanted), ...wrongRows(this.page, wanted)];
  }

  /** What is told only once nothing changes for a while. */
  async finish(): Promise<void> {
    const [message, timeout] = [this.trail.slice(-12).join(' '), 5_000];
    await expect.poll(() => wrongPositions(this.page, this.wanted()), { message, timeout }).toEqual([]);
  }

  async step(): Promise<void> {
    const moves = Object.entries(this.moves).flatMap(([name, [weight, move]]) =>
      Array.from({ length: 10 * weight }, () => [name, move] as const),
    );
    const [name, move] = this.dice.pick(moves);
    this.trail.push(name);
    const before = this.places();
    const [message, timeout] = [this.trail.slice(-12).join(' '), 5_000];
    await move();
    if (LASTING.has(name)) await this.rest();
    await expect.poll(() => this.wrong(), { message, timeout }).toEqual([]);
    if (MATCHES.has(name))
      await expect.poll(() => isMatchInSight(this.page, this.wanted()), { message, timeout }).toBe(true);
    if (KEEPS.has(name)) await expect.poll(() => this.moved(before), { message, timeout }).toEqual([]);
    this.following = this.page.viewport.hasAttribute('data-following');
    if (this.following) this.arrivals = [];
  }
}

describe('a viewer driven at random', { timeout: 600_000 }, () => {
  it.each(randomSeeds(4))('shows what the log holds (TAILRACE_SEED=%i)', async (seed) => {
    const driver = new Driver(createDice(seed), seed % 3 === 0 ? driveFeed : driveStage);
    await driver.open();
    for (let step = 0; step < 40; step += 1) await driver.step();
    await driver.finish();
  });
});
