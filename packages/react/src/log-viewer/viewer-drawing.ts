/**
 * Decides when a viewer draws new lines: in the page's next frame, together with the other viewers of the page; in a rush in every
 * second frame. Its numbers update a few times a second. The user's actions are drawn at once.
 */
import type { LogStreamSnapshot, LogView } from '@tailrace/core';
import { flushSync } from 'react-dom';
import type { Drawer, Frames } from '../lib/frames.js';
import { INITIAL_PACE, drawAt, isOver } from './model/pace.js';
import type { ViewportController } from './model/viewport-controller.js';

/** The viewer to draw. */
export interface Drawn {
  /** Flushes the stream, which calls {@link ViewerDrawing.ask} if it has changes. */
  pull(): void;
  /** The current lines. */
  view(): LogView;
  /** Passes them to the viewport. */
  show(): void;
  /** Updates the parts around the lines: numbers, status. */
  tell(): void;
  /** Called after either. */
  done(): void;
}

/** Milliseconds between two updates of the numbers while lines arrive: faster ones could not be read. */
const TELL = 100;

/** Whether the only change is that lines were appended. */
export function isPlainArrival(before: LogStreamSnapshot, now: LogStreamSnapshot): boolean {
  const [oldest, first] = [before.view.at(0), now.view.at(0)];
  return (
    oldest !== undefined &&
    first !== undefined &&
    first.seq >= oldest.seq &&
    now.status === before.status &&
    now.history === before.history &&
    now.error === before.error &&
    now.outcome === before.outcome &&
    now.transport === before.transport
  );
}

/** See the file's head. */
export class ViewerDrawing implements Drawer {
  private pace = INITIAL_PACE;
  /** There are new lines that are not drawn yet. */
  private behind = false;
  /** The parts around the lines have not been updated since the last draw. */
  private untold = false;
  private toldAt = -Infinity;

  constructor(
    private readonly frames: Frames,
    private readonly viewport: ViewportController,
    private readonly drawn: Drawn,
  ) {
    viewport.refresh = () => {
      if (this.behind) this.drawNow();
    };
  }

  /** The stream has new lines: the next frame takes and draws them, without waiting for its notification. */
  readonly arrived = (): void => this.frames.ask(this);

  /** There are new lines: draws them in the next frame. */
  ask(): void {
    this.behind = this.untold = true;
    this.frames.ask(this);
  }

  /** Draws and updates everything now. */
  drawNow(): void {
    this.behind = this.untold = false;
    this.drawn.tell();
    this.drawn.show();
    this.drawn.done();
  }

  draw(now: number, told: boolean): void {
    if (!told) this.viewport.look();
    this.drawn.pull();
    const { draw, pace } = this.behind
      ? drawAt(this.pace, now, this.viewport.replaces(this.drawn.view()))
      : { draw: false, pace: isOver(this.pace, now) ? INITIAL_PACE : this.pace };
    this.pace = pace;
    const tells = this.untold && now - this.toldAt >= TELL;
    if (draw || tells || pace.rushing !== this.viewport.getState().rushing) this.drawParts(draw, tells, now);
    if (this.behind || this.untold || pace.rushing) this.frames.ask(this);
  }

  private drawParts(lines: boolean, numbers: boolean, now: number): void {
    const { drawn, viewport } = this;
    if (lines) this.behind = false;
    if (numbers) {
      this.untold = false;
      this.toldAt = now;
    }
    viewport.drawing(() =>
      flushSync(() => {
        if (numbers) drawn.tell();
        viewport.rush(this.pace.rushing);
        if (lines) drawn.show();
        drawn.done();
      }),
    );
  }

  settle(): void {
    this.viewport.settle();
  }

  /** Stops drawing. */
  stop(): void {
    this.frames.drop(this);
    this.viewport.refresh = undefined;
    this.viewport.settle();
  }
}
