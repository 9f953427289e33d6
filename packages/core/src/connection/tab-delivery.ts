/** Passes the items that another tab delivered to this tab's stream. */
import type { DecodedLine } from '../entry.js';
import type { Clock } from '../lib/clock.js';
import type { TabHost } from './tab-host.js';
import type { TabLog } from './tab-log.js';
import type { SharedItem } from './tab-protocol.js';

/** Milliseconds for which lines are collected before they are aligned. */
const REPLAY_WAIT = 250;

export interface TabDelivery<Raw> {
  /** Takes items. `exact`: all are new; otherwise each is compared with what was delivered here. `read`: they did not arrive live. */
  take(items: readonly SharedItem<Raw>[], exact: boolean, read: boolean): void;
  /** The next `items` items belong to one answer; those after them are live. */
  expect(items: number): void;
  /** Decides on the items collected so far. */
  settle(): void;
}

/** @param log Where items are recorded that the stream does not deliver as they are. */
export function createTabDelivery<Raw>(
  host: TabHost<Raw>,
  clock: Clock,
  log: Pick<TabLog<Raw>, 'push'>,
): TabDelivery<Raw> {
  let cancel: (() => void) | undefined;
  let expected = 0;

  function settle(): void {
    if (!cancel) return;
    cancel();
    cancel = undefined;
    host.settle();
  }

  return {
    settle,
    expect(items) {
      expected = items;
    },
    take(items, exact, read) {
      const news = expected <= 0;
      expected -= items.length;
      for (let at = 0; at < items.length;) {
        const lines: DecodedLine<Raw>[] = [];
        let item = items[at];
        for (; item?.kind === 'log'; item = items[++at]) lines.push(item);
        if (lines.length > 0) (exact ? host.follow : host.judge)(lines, news && !read);
        if (!item) continue;
        at += 1;
        if (item.kind === 'placed') {
          log.push([item]);
          host.place(item);
          continue;
        }
        const { kind: _kind, ...gap } = item;
        (exact ? host.gap : host.judgeGap)(gap);
      }
      if (!host.holding) return;
      cancel ??= clock.schedule(settle, REPLAY_WAIT);
      if (!news && expected <= 0) settle();
    },
  };
}
