import { shallowRef, toValue, watch } from 'vue';
import type { MaybeRefOrGetter, ShallowRef } from 'vue';
import { whenMounted } from './when-mounted.js';

/** Something that tells when there is more to read. */
interface Reader {
  subscribe(listener: () => void): () => void;
}

/** What `read` finds in a reader, kept up to date; `none` while there is none. Shallow: nothing inside of a reading changes. */
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
