import { computed, type ComputedRef, type ShallowRef } from 'vue';

/** A ref for each named field of a state, so that a component re-renders only for those that it reads. */
export type Fields<T, K extends keyof T> = { readonly [Name in K]: ComputedRef<T[Name]> };

/** Creates the refs, for each field of `idle`. */
export function fields<T extends object>(state: Readonly<ShallowRef<T>>, idle: T): Fields<T, keyof T> {
  const names = Object.keys(idle) as (keyof T)[];
  const entries = names.map((name) => [name, computed(() => state.value[name])]);
  return Object.fromEntries(entries) as Fields<T, keyof T>;
}
