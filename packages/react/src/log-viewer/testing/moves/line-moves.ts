/** What somebody does with lines in sight. */
import type { Driver } from '../driver.js';
import { treeRows } from '../seen-details.js';
import { shownRows } from '../shown-rows.js';
import { toggled } from '../wanted.js';
import type { Moves } from './move.js';

/** Presses the number of a line in sight. */
function select(driver: Driver): void {
  const { page, dice } = driver;
  const sight = page.inSight();
  if (sight.length === 0) return;
  const seq = dice.pick(sight);
  const shiftKey = dice.below(2) === 0;
  const number = page.row(seq)?.querySelector('[data-tailrace="line-number"]');
  number?.dispatchEvent(new MouseEvent('click', { bubbles: true, shiftKey }));
  const { selection } = driver.asked;
  if (shiftKey && selection) driver.select([selection[0], seq]);
  else driver.select(selection?.every((each) => each === seq) ? undefined : [seq, seq]);
}

const seqOf = (element: HTMLElement): number =>
  Number(element.closest<HTMLElement>('[data-tailrace="row"]')?.dataset['seq']);

/** Opens or closes a line: under the hand it stays where it is. */
function toggle(driver: Driver, seq: number): void {
  driver.stays = seq;
  driver.ask({ opened: toggled(driver.asked.opened, seq) });
}

function pressDisclosure(driver: Driver): void {
  const button = driver.inSight('button[data-tailrace="disclosure"]');
  if (!button) return;
  toggle(driver, seqOf(button));
  button.click();
}

/** Presses a button behind a message: more of it, or its lines under the first, or these no more. */
function pressMore(driver: Driver): void {
  const button = driver.inSight('[data-tailrace="row-line"] [data-tailrace="inline-button"]');
  if (!button) return;
  driver.stays = seqOf(button);
  if (button.ariaExpanded !== null) toggle(driver, driver.stays);
  button.click();
}

/** Opens or closes a branch of a tree. */
function pressBranch(driver: Driver): void {
  const branch = driver.inSight('[data-tailrace="json-branch"]');
  if (!branch) return;
  const seq = seqOf(branch);
  const { gone, held, pressed } = driver.wanted();
  const item = [...gone, ...held].find((each) => each.seq === seq);
  const trees = [...(branch.closest('[data-tailrace="details"]')?.querySelectorAll('[role="tree"]') ?? [])];
  const tree = branch.parentElement as HTMLElement;
  if (item?.kind !== 'line') return;
  const row = treeRows(item, trees.indexOf(tree), pressed)[[...tree.children].indexOf(branch)];
  driver.stays = seq;
  driver.ask({ pressed: toggled(pressed, row?.name ?? '') });
  branch.click();
}

/** Opens or closes the selected line, where there is more of it. */
async function pressEnter(driver: Driver): Promise<void> {
  const wanted = driver.wanted();
  const item = shownRows(wanted).held.find(({ seq }) => seq === wanted.selection?.[1]);
  if (item?.kind !== 'line') return;
  const { json, shown, line } = item.made;
  if (json.length > 0 || shown.includes('\n') || Object.keys(line.labels).length > 0)
    toggle(driver, item.seq);
  await driver.press('Enter');
}

/** See the file's head. */
export const LINE_MOVES: Moves = {
  // Its tools may take a row from the lines.
  select: { weight: 3, lasts: true, make: select },
  details: { weight: 2, lasts: true, make: pressDisclosure },
  more: { weight: 2, lasts: true, make: pressMore },
  branch: { weight: 2, lasts: true, make: pressBranch },
  enter: { weight: 1, lasts: true, make: pressEnter },
};
