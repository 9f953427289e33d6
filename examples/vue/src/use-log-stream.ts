import {
  createLogStream,
  type LogSource,
  type LogStreamOptions,
  type LogStreamSnapshot,
} from '@tailrace/core';
import {
  onScopeDispose,
  readonly,
  shallowRef,
  toValue,
  watch,
  type MaybeRefOrGetter,
  type ShallowRef,
} from 'vue';

/** A log as Vue state: a snapshot that changes, at most once a frame, until the component goes. */
export function useLogStream(
  source: MaybeRefOrGetter<LogSource>,
  options: LogStreamOptions = {},
): { snapshot: Readonly<ShallowRef<LogStreamSnapshot>>; reconnect: () => void } {
  let stream = createLogStream(toValue(source), options);
  // Shallow: a snapshot never changes, so there is nothing inside for Vue to watch.
  const snapshot = shallowRef(stream.getSnapshot());

  const follow = (): void => {
    stream.subscribe(() => (snapshot.value = stream.getSnapshot()));
    snapshot.value = stream.getSnapshot();
    stream.connect();
  };
  watch(
    () => toValue(source),
    (next) => {
      stream.dispose();
      stream = createLogStream(next, options);
      follow();
    },
  );
  onScopeDispose(() => stream.dispose());
  follow();

  return {
    snapshot: readonly(snapshot) as Readonly<ShallowRef<LogStreamSnapshot>>,
    reconnect: () => stream.connect(),
  };
}
