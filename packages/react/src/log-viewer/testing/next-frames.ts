/** Waits for the next frame, or for so many. */
export async function nextFrames(count = 1): Promise<void> {
  for (let at = 0; at < count; at += 1) await new Promise(requestAnimationFrame);
}
