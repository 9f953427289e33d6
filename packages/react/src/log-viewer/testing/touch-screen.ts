import type {} from '@vitest/browser-playwright';
import { cdp } from 'vitest/browser';
import { expect } from 'vitest';

/** A screen that is touched, for media queries and for the browser. */
export async function touchScreen(on: boolean): Promise<void> {
  await cdp().send('Emulation.setTouchEmulationEnabled', { enabled: on });
  await expect.poll(() => matchMedia('(pointer: coarse)').matches).toBe(on);
}
