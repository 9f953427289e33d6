import { onScopeDispose, shallowRef, toValue, watch } from 'vue';
import type { MaybeRefOrGetter, ShallowRef } from 'vue';
import { whenMounted } from './when-mounted.js';

/** What has to be let go of. */
export interface Disposable {
  dispose(): void;
}

/** A resource that lives while the scope does and `input` is the same; undefined before, and without input. */
export function useResource<I extends object, R extends Disposable>(
  input: MaybeRefOrGetter<I | null | undefined>,
  create: (input: I) => R,
): Readonly<ShallowRef<R | undefined>> {
  const held = shallowRef<R>();
  const letGo = (): void => {
    held.value?.dispose();
    held.value = undefined;
  };
  whenMounted(() => {
    watch(
      () => toValue(input),
      (current) => {
        letGo();
        if (current) held.value = create(current);
      },
      // At once, so that nobody reads from what is no more.
      { immediate: true, flush: 'sync' },
    );
    onScopeDispose(letGo);
  });
  return held;
}
