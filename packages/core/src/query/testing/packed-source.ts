/** A source whose views show their lines as blocks of given sizes, with lines of the first block gone. */
import type { BufferChange, LogView } from '../../buffer/log-view.js';
import type { LogItem } from '../../entry.js';
import { packedView } from '../../testing/packed-view.js';
import type { ViewSource } from '../view-source.js';

export interface PackedSource extends ViewSource {
  /** From now on its lines are in blocks of other sizes. Nobody is told: they are the same lines. */
  repack(sizes: readonly number[]): void;
}

/** `source` in blocks of `sizes` lines, in turn; see `packedView`. */
export function createPackedSource(source: ViewSource, sizes: readonly number[]): PackedSource {
  let packed = new WeakMap<LogView, LogView>();
  let last: readonly LogItem[] = [];
  function pack(view: LogView): LogView {
    const known = packed.get(view);
    if (known) return known;
    const items = view.slice();
    const first = items[0]?.seq ?? Number.NEGATIVE_INFINITY;
    const gone = last.filter(({ seq }) => seq < first);
    const made = packedView([...gone, ...items], sizes, gone.length);
    last = items;
    packed.set(view, made);
    return made;
  }
  return {
    repack(others) {
      sizes = others;
      packed = new WeakMap();
    },
    getSnapshot: () => ({ view: pack(source.getSnapshot().view) }),
    observe: (observer) =>
      source.observe((change: BufferChange, view: LogView) => observer(change, pack(view))),
  };
}
