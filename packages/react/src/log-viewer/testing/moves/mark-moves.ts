/** What somebody marks with the mouse: from a line in sight to another, or out of the lines. */
import { expect } from 'vitest';
import type { Driver } from '../driver.js';
import { drag, placeOfText } from '../pointer.js';
import { pressCopy } from '../press-copy.js';
import { isCopied } from '../seen-copies.js';
import { wrongRows } from '../seen-rows.js';
import { shownRows } from '../shown-rows.js';
import type { Place } from '../wanted.js';
import type { Moves } from './move.js';

/** Lines in sight whose first characters stand one after the other, each as wide as the next. They stand still: what is on its way comes first. */
async function plainLines(driver: Driver): Promise<readonly number[]> {
  driver.closeMenu();
  // A match may have been brought into sight far to the right, and the page be narrower than the viewer.
  driver.page.viewport.scrollLeft = 0;
  driver.page.viewport.scrollIntoView({ inline: 'start', block: 'nearest' });
  driver.log.stream.flush();
  await expect.poll(() => wrongRows(driver.page, driver.wanted())).toEqual([]);
  const sight = driver.page.inSight().slice(1, -2);
  return sight.filter((seq) => /^n\d+ /.test(driver.page.message(seq).textContent));
}

const at = ({ page }: Driver, { seq, offset }: Place) => placeOfText(page.message(seq), offset);

/** Drags where nothing is marked: what is would be dragged away. */
async function dragAnew(...places: Parameters<typeof drag>): Promise<void> {
  document.getSelection()?.removeAllRanges();
  await drag(...places);
}

async function mark(driver: Driver): Promise<void> {
  const { dice } = driver;
  const plain = await plainLines(driver);
  if (plain.length === 0) return;
  const [from, to] = [0, 0]
    .map(() => ({ seq: dice.pick(plain), offset: dice.below(6) }))
    .sort((a, b) => a.seq - b.seq || a.offset - b.offset) as [Place, Place];
  if (from.seq === to.seq && from.offset === to.offset) return;
  await dragAnew(at(driver, from), at(driver, to));
  driver.ask({ marked: [from, to] });
}

/** Drags out of the lines, up or down: whole lines are marked up to the last in sight, or some beyond it. */
async function markBeyond(driver: Driver): Promise<void> {
  const { page, dice } = driver;
  const plain = await plainLines(driver);
  // What is selected is copied before what is marked.
  if (plain.length === 0 || driver.asked.selection) return;
  const begin = { seq: dice.pick(plain), offset: 1 + dice.below(5) };
  const start = at(driver, begin);
  const box = page.viewport.getBoundingClientRect();
  const down = dice.below(2) === 0;
  await dragAnew(
    start,
    { x: start.x, y: down ? box.bottom - 5 : box.top + 5 },
    { x: start.x, y: down ? box.bottom + 12 : box.top - 12 },
  );
  await driver.rest();
  page.viewport.focus({ preventScroll: true });
  const text = (await pressCopy()) ?? '';
  const sight = page.inSight();
  const { gone, held } = shownRows(driver.wanted());
  const ends = [...gone, ...held]
    .filter(({ seq }) => (down ? seq >= (sight.at(-1) ?? 0) : seq <= (sight[0] ?? 0)))
    .map(({ seq }): readonly [Place, Place] =>
      down ? [begin, { seq, offset: Infinity }] : [{ seq, offset: 0 }, begin],
    );
  const marked = ends.find((each) =>
    isCopied(text, { ...driver.wanted(), marked: each }, driver.asked.copies),
  );
  expect([text, marked]).toEqual([text, expect.anything()]);
  driver.ask({ marked });
}

/** See the file's head. */
export const MARK_MOVES: Moves = {
  mark: { weight: 2, lasts: true, make: mark },
  'mark beyond': { weight: 1, lasts: true, make: markBeyond },
};
