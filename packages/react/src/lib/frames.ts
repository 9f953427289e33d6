/**
 * Schedules everything that draws in a page's frames. Whatever has to measure the page waits until all have drawn, because measuring
 * after a change forces a layout. Together they take no more than a frame: those that get no turn come first in the next one.
 */

/** Something that draws in frames. */
export interface Drawer {
  /**
   * Draws, without measuring the page. `told`: scroll events have already been dispatched, as in a frame. To draw more, call `ask`
   * again.
   */
  draw(now: number, told: boolean): void;
  /** Called after all have drawn; may measure the page. */
  settle(): void;
}

/** The source of time and frames. */
export interface FrameClock {
  /** Milliseconds. */
  now(): number;
  /** Calls `frame` once before the next frame is painted, or later without a frame; scroll events may then still be pending (`told` is false). */
  request(frame: (told: boolean) => void): void;
  /** Calls `done` once the current frame has been painted. */
  painted(done: () => void): void;
}

/** Schedules drawers. */
export interface Frames {
  /** Requests one turn in the next frame, however often it is called. */
  ask(drawer: Drawer): void;
  /** Cancels the request. */
  drop(drawer: Drawer): void;
}

/** Milliseconds from drawing to paint: below `EASY`, one more may draw in the next frame; above `HARD`, fewer. */
const EASY = 9;
const HARD = 13;
const FEWER = 0.75;
/** How many may draw in the first frame, and at most in any. */
const MOST = 64;

/** Creates {@link Frames}. */
export function createFrames({ now, request, painted }: FrameClock): Frames {
  /** How many may draw in a frame. */
  let turns = MOST;
  const waiting = new Set<Drawer>();
  let requested = false;

  function requestOne(): void {
    if (requested || waiting.size === 0) return;
    requested = true;
    request(frame);
  }

  function frame(told: boolean): void {
    requested = false;
    const start = now();
    const turn = [...waiting];
    const drawn: Drawer[] = [];
    try {
      for (const drawer of turn) {
        if (drawn.length >= Math.floor(turns)) break;
        // An earlier one may have dropped it.
        if (!waiting.delete(drawer)) continue;
        drawn.push(drawer);
        drawer.draw(start, told);
      }
    } finally {
      requestOne();
      for (const drawer of drawn) drawer.settle();
    }
    if (turn.length > 1) painted(() => learn(now() - start, drawn.length, turn.length));
  }

  /** Adapts to what the browser can lay out and paint in a frame, which costs more than drawing and cannot be predicted. */
  function learn(took: number, drew: number, wanted: number): void {
    if (took > HARD) turns = Math.max(1, Math.min(turns, drew) * FEWER);
    else if (took < EASY && drew < wanted) turns = Math.min(MOST, turns + 1);
  }

  return {
    ask(drawer) {
      waiting.add(drawer);
      requestOne();
    },
    drop: (drawer) => void waiting.delete(drawer),
  };
}

/** Milliseconds. A hidden page has no frames, and a busy one few, but its contents must still be updated. */
const HIDDEN = 250;

/** The clock of this page. */
export const frameClock: FrameClock = {
  now: () => performance.now(),
  request(frame) {
    const once = (told: boolean): void => {
      clearTimeout(timer);
      if (raf !== undefined) cancelAnimationFrame(raf);
      frame(told);
    };
    const raf =
      typeof requestAnimationFrame === 'function' ? requestAnimationFrame(() => once(true)) : undefined;
    const timer = setTimeout(() => once(false), raf === undefined ? 16 : HIDDEN);
  },
  painted(done) {
    if (typeof MessageChannel === 'undefined') return done();
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      done();
    };
    port2.postMessage(undefined);
  },
};

/** The frames of this page. */
export const pageFrames: Frames = createFrames(frameClock);
