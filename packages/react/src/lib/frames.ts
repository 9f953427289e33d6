/**
 * The frames of a page, shared by all that draw in them. What of it has to read the page waits until all have drawn, for to
 * read after somebody has drawn costs a layout; and together they take no more than a frame: who had no turn is the first in
 * the next one.
 */

/** Somebody who draws. */
export interface Drawer {
  /**
   * Draws, without reading the page. `told`: scroll events have been told of before, as they are in a frame. Who has more to draw asks
   * again.
   */
  draw(now: number, told: boolean): void;
  /** Does what has to read the page after all have drawn. */
  settle(): void;
}

/** Where time comes from. */
export interface FrameClock {
  /** Milliseconds. */
  now(): number;
  /** Calls once, before the next frame is painted, or some time later without one: then nobody has been told what scrolled since. */
  request(frame: (told: boolean) => void): void;
  /** Calls once, after the frame that is being made was painted. */
  painted(done: () => void): void;
}

/** See the file's head. */
export interface Frames {
  /** Has a turn in the next frame. Once, however often it is asked for. */
  ask(drawer: Drawer): void;
  /** Wants none any more. */
  drop(drawer: Drawer): void;
}

/** Milliseconds of a frame from drawing to paint: below the first, one more may draw in the next frame; above the second, fewer. */
const EASY = 9;
const HARD = 13;
const FEWER = 0.75;
/** So many draw in the first frame, and at most. */
const MOST = 64;

/** Makes {@link Frames}. */
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
        // Somebody before may have ended it.
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

  /** As many as the browser lays out and paints in a frame: that costs more than to draw, and nobody tells it beforehand. */
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

/** A hidden page has no frames, and a busy one few; what stands in it goes on nevertheless. Milliseconds. */
const HIDDEN = 250;

/** Frames as this page has them. */
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
