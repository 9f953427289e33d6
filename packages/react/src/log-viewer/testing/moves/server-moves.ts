/** What somebody asks a server for: older lines, and those of a gap. */
import { expect } from 'vitest';
import type { Driver } from '../driver.js';
import type { Moves } from './move.js';

async function loadOlder(driver: Driver): Promise<void> {
  const button = driver.inSight('[data-tailrace="older"] button');
  if (!button) return;
  button.click();
  await driver.served();
}

/** Presses the button of a gap, which says what became of it unless it goes. */
async function loadGap(driver: Driver): Promise<void> {
  const button = driver.inSight('[data-tailrace="gap"] button');
  const seq = Number(button?.closest<HTMLElement>('[data-tailrace="gap"]')?.dataset['seq']);
  if (!button) return;
  button.click();
  await driver.served();
  const gap = (): HTMLElement | null =>
    driver.viewer.querySelector(`[data-tailrace="gap"][data-seq="${seq}"]`);
  const { filled } = driver.server;
  if (filled === 'lines') return expect.poll(gap).toBeNull();
  const words = filled === 'none' ? 'Could not be filled' : 'There is no answer today.';
  await expect.poll(() => gap()?.textContent ?? words).toContain(words);
}

/** See the file's head. */
export const SERVER_MOVES: Moves = {
  'load older': { weight: 1.5, keeps: true, make: loadOlder },
  'load gap': { weight: 1.5, keeps: true, make: loadGap },
};
