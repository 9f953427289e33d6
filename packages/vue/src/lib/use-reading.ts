import { shallowRef, toValue, watch } from 'vue';
import type { MaybeRefOrGetter, ShallowRef } from 'vue';
import { whenMounted } from './when-mounted.js';

/** Something that notifies its listeners of changes. */
interface Reader {
  subscribe(listener: () => void): () => void;
}

/** The result of `read`, kept up to date; `none` without a reader. A shallow ref, because results are immutable. */
export function useReading<R extends Reader, T>(
  reader: MaybeRefOrGetter<R | null | undefined>,
  read: (reader: R) => T,
  none: T,
): Readonly<ShallowRef<T>> {
  const reading = shallowRef(none) as ShallowRef<T>;
  whenMounted(() =>
    watch(
      () => toValue(reader),
      (current, _before, onCleanup) => {
        reading.value = current ? read(current) : none;
        if (current) onCleanup(current.subscribe(() => (reading.value = read(current))));
      },
      { immediate: true, flush: 'sync' },
    ),
  );
  return reading;
}
