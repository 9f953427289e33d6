import { createApp, defineComponent, h, type App } from 'vue';

/** A component that draws nothing, mounted in a page of its own. */
export interface Mounted<T> {
  /** What its setup made. */
  readonly made: T;
  readonly app: App;
  /** What Vue said about errors that nobody caught. */
  readonly errors: readonly unknown[];
  unmount(): void;
}

const mounted = new Set<App>();

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
  mounted.add(app);
  const unmount = (): void => {
    if (mounted.delete(app)) app.unmount();
  };
  return { made: made as T, app, errors, unmount };
}

/** Takes away what a test left. */
export function unmountAll(): void {
  for (const app of mounted) app.unmount();
  mounted.clear();
}
