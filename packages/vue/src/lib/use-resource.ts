import { onScopeDispose, shallowRef, toValue, watch } from 'vue';
import type { MaybeRefOrGetter, ShallowRef } from 'vue';
import { whenMounted } from './when-mounted.js';

export interface Disposable {
  dispose(): void;
}

/** A resource that is disposed when `input` changes or the scope ends; undefined before the component is mounted, and without input. */
export function useResource<I extends object, R extends Disposable>(
  input: MaybeRefOrGetter<I | null | undefined>,
  create: (input: I) => R,
): Readonly<ShallowRef<R | undefined>> {
  const held = shallowRef<R>();
  const dispose = (): void => {
    held.value?.dispose();
    held.value = undefined;
  };
  whenMounted(() => {
    watch(
      () => toValue(input),
      (current) => {
        dispose();
        if (current) held.value = create(current);
      },
      // Synchronously, so that nobody uses a resource of the previous input.
      { immediate: true, flush: 'sync' },
    );
    onScopeDispose(dispose);
  });
  return held;
}
