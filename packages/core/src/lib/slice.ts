/** Milliseconds for which work goes on without a pause, so that no click has to wait: half a frame. */
export const SLICE = 8;
