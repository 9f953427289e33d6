/** A buffer that reports its changes as a stream does. */
import { changeBetween, type BufferView } from '../../buffer/buffer-view.js';
import { ChunkPacker } from '../../buffer/chunk-packer.js';
import { LogBuffer } from '../../buffer/log-buffer.js';
import { PACKING_BOUND } from '../../buffer/packing.js';
import type { BufferChange, LogView } from '../../buffer/log-view.js';
import type { ViewSource } from '../view-source.js';

export interface BufferSource {
  readonly buffer: LogBuffer;
  readonly source: ViewSource;
  /** Reports what has changed since the last call. */
  flush(): void;
}

/** Packs old lines if a stream with this bound would. */
export function createBufferSource(bound = 100_000): BufferSource {
  const buffer = new LogBuffer({ lines: bound, bytes: Number.MAX_SAFE_INTEGER });
  if (bound > PACKING_BOUND) buffer.packLeft(new ChunkPacker(), () => true);
  const observers = new Set<(change: BufferChange, view: LogView) => void>();
  let shown: BufferView = buffer.view();
  return {
    buffer,
    source: {
      getSnapshot: () => ({ view: shown }),
      observe(observer) {
        observers.add(observer);
        return () => void observers.delete(observer);
      },
    },
    flush() {
      const before = shown;
      shown = buffer.view();
      const change = changeBetween(before, shown);
      if (change) for (const observer of observers) observer(change, shown);
    },
  };
}
