import type { LogItem } from '../entry.js';

/** What is wrong with numbered lines, if anything. `elsewhere`: lines that another stream has shown before. */
export function faultOf(
  items: readonly LogItem[],
  elsewhere: ReadonlySet<string> = new Set(),
): string | undefined {
  let last: number | undefined;
  let told: (number | undefined)[] = [];
  for (const item of items) {
    if (item.kind === 'gap') {
      told.push(item.missing);
      continue;
    }
    const number = Number(item.message);
    let missing = last === undefined ? undefined : number - last - 1;
    for (let each = (last ?? number) + 1; each < number && missing !== undefined; each++)
      if (elsewhere.has(String(each))) missing -= 1;
    if (missing !== undefined) {
      const known = told.reduce<number>((sum, count = 0) => sum + count, 0);
      if (missing < 0) return `${number} comes after ${last}`;
      if (missing < known) return `a gap before ${number} says ${known}, and it is ${missing}`;
      if (missing > known && !told.includes(undefined))
        return `no gap says that ${missing} are missing before ${number}`;
    }
    last = number;
    told = [];
  }
  return undefined;
}
