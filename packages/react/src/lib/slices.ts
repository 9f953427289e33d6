/** Milliseconds of work without a pause: half a frame. */
export const SLICE = 8;

/** Yields between two slices, so that the page can draw and react. */
export const breathe = (): Promise<void> => new Promise((done) => setTimeout(done, 0));
