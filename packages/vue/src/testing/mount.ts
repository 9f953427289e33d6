import { onTestFinished } from 'vitest';
import { createApp, defineComponent, h, type App } from 'vue';

/** A mounted component that renders next to nothing. */
export interface Mounted<T> {
  /** The result of its setup. */
  readonly made: T;
  readonly app: App;
  /** Uncaught errors that Vue reported. */
  readonly errors: readonly unknown[];
  unmount(): void;
}

/** Mounts a component until the end of the test. */
export function mount<T>(setup: () => T, prepare: (app: App) => void = () => undefined): Mounted<T> {
  let made: T | undefined;
  const errors: unknown[] = [];
  const app = createApp(
    defineComponent({
      setup() {
        made = setup();
        return () => h('p');
      },
    }),
  );
  app.config.errorHandler = (error) => errors.push(error);
  prepare(app);
  app.mount(document.createElement('div'));
  let mounted = true;
  const unmount = (): void => {
    if (mounted) app.unmount();
    mounted = false;
  };
  onTestFinished(unmount);
  return { made: made as T, app, errors, unmount };
}
