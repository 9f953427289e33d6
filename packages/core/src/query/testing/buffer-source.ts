/** A buffer that reports its changes as a stream does. */
import { changeBetween, type BufferView } from '../../buffer/buffer-view.js';
import { LogBuffer } from '../../buffer/log-buffer.js';
import type { BufferChange, LogView } from '../../buffer/log-view.js';
import type { ViewSource } from '../view-source.js';

export interface BufferSource {
  readonly buffer: LogBuffer;
  readonly source: ViewSource;
  /** Reports what has changed since the last call. */
  flush(): void;
}

export function createBufferSource(bound = 100_000): BufferSource {
  const buffer = new LogBuffer({ lines: bound, bytes: Number.MAX_SAFE_INTEGER });
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
