/** Milliseconds of work without a pause: half a frame. */
export const SLICE = 8;

/** Yields between two slices, so that the page can draw and react. Not while it is hidden: there, timers hardly run, and nobody waits for a click. */
export const breathe = async (): Promise<void> => {
  if (!document.hidden) await new Promise((done) => setTimeout(done, 0));
};
