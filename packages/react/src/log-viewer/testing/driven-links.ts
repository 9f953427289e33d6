/** The links of a driven viewer: which lines it waits for, and what the page's address has to name. */
import type { LogSelection } from '../viewer-links.js';
import type { Item } from './driven-log.js';

/** Lines that a link names. */
interface Lines {
  readonly from: number;
  readonly to: number;
}

/** As the viewer writes the number of a line. */
const numberOf = (seq: number): number => (seq >= 0 ? seq + 1 : seq);

/** A link of only the numbers. */
export const writeNumbers = (prefix: string, { from, to }: Lines): string =>
  `${prefix}L${numberOf(from)}-L${numberOf(to)}`;

/** A line without a time or an id is known by its words alone, which another may have, too. */
export const isSure = (link: string): boolean => !/[@;]m,/.test(link);

/** See the file's head. */
export class DrivenLinks {
  /** Lines of the link that was opened last, until they are held; and whether it tells more of them than their numbers. */
  waiting: (Lines & { readonly isKnown: boolean }) | undefined;
  /** The page was told last that these lines are selected, of all that it ever was, or now. */
  last: LogSelection | undefined;
  now: LogSelection | undefined;
  /** Before every link of this viewer. undefined: the address is not its. */
  prefix: string | undefined;
  /** What the page's address has to be. */
  hash = '';
  private readonly known = new Map<string, Lines>();

  /** The page is told. */
  readonly told = (selection: LogSelection | undefined): void => {
    this.now = selection;
    if (!selection) return;
    this.last = selection;
    this.name(selection.link, selection);
  };

  /** Another log: what is known of the one before is no more, nor has the address lines of it. A link of only numbers may mean either. */
  forget(): void {
    this.last = this.now = undefined;
    if (this.waiting?.isKnown) this.waiting = { ...this.waiting, from: Number.NaN };
    if (this.isOurs()) this.hash = '';
  }

  /** Whether the address names lines of this viewer. */
  isOurs(): boolean {
    return this.prefix !== undefined && new RegExp(`^#${this.prefix}L`).test(this.hash);
  }

  /** A link is opened: whether it is one of this viewer. */
  open(link: string, lines: Lines): boolean {
    if (!new RegExp(`^${this.prefix ?? ''}L`).test(link)) return false;
    this.waiting = { ...lines, isKnown: link.includes('@') };
    return true;
  }

  /** From now on it is known which lines a link names. */
  name(link: string, lines: Lines): void {
    this.known.set(link, lines);
  }

  /** The page's address is so from now on, or a viewer begins to read it. */
  visit(hash: string): void {
    this.hash = hash;
    const lines = this.known.get(hash.slice(1));
    if (lines && this.isOurs()) this.open(hash.slice(1), lines);
  }

  /** Somebody selected other lines, or none. */
  selected(): void {
    this.waiting = undefined;
    if (this.prefix === undefined) return;
    if (this.now) this.hash = `#${this.now.link}`;
    else if (this.isOurs()) this.hash = '';
  }

  /** What is wrong with what the viewer says of a link whose lines are not held. */
  wrong(notice: HTMLElement | null, held: readonly Item[]): readonly string[] {
    const { waiting } = this;
    if (!waiting) return notice ? [`it says "${notice.textContent}" of no link`] : [];
    // Older lines may be on their way.
    const first = held[0]?.seq ?? Infinity;
    return !(waiting.from >= first) || notice
      ? []
      : ['it does not say that it waits for the lines of a link'];
  }

  /** The lines that were waited for, once they are held. */
  meet(held: readonly Item[]): Lines | undefined {
    const { waiting } = this;
    if (!waiting || !held.some(({ seq }) => seq === waiting.from)) return undefined;
    this.waiting = undefined;
    return waiting;
  }
}
