/** A source whose views present their lines in packed blocks of given sizes; some lines of the first block have been evicted. */
import type { BufferChange, LogView } from '../../buffer/log-view.js';
import type { LogItem } from '../../entry.js';
import { packedView } from '../../testing/packed-view.js';
import type { ViewSource } from '../view-source.js';

export interface PackedSource extends ViewSource {
  /** Changes the sizes of the blocks. Reports no change, because the lines are the same. */
  repack(sizes: readonly number[]): void;
}

/** `source` in blocks of `sizes` lines, repeated; see `packedView`. */
export function createPackedSource(source: ViewSource, sizes: readonly number[]): PackedSource {
  let packed = new WeakMap<LogView, LogView>();
  let last: readonly LogItem[] = [];
  function pack(view: LogView): LogView {
    const known = packed.get(view);
    if (known) return known;
    const items = view.slice();
    const first = items[0]?.seq ?? -Infinity;
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
