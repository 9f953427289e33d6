import {
  createLogStream,
  type LogSource,
  type LogStreamOptions,
  type LogStreamSnapshot,
} from '@tailrace/core';
import {
  onScopeDispose,
  shallowRef,
  toValue,
  watchEffect,
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

  watchEffect(() => {
    stream.dispose();
    stream = createLogStream(toValue(source), options);
    stream.subscribe(() => (snapshot.value = stream.getSnapshot()));
    snapshot.value = stream.getSnapshot();
    stream.connect();
  });
  onScopeDispose(() => stream.dispose());

  return { snapshot, reconnect: () => stream.connect() };
}
