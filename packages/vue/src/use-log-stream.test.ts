// @vitest-environment jsdom
import {
  codespace,
  createLogFeed,
  LogSourceService,
  type LogSource,
  type LogStreamError,
} from '@tailrace/core';
import type { MockServer } from '@tailrace/mock-server/node';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import {
  createSSRApp,
  defineComponent,
  effectScope,
  h,
  nextTick,
  onMounted,
  reactive,
  ref,
  shallowRef,
  watch,
} from 'vue';
import { renderToString } from 'vue/server-renderer';
import { TAILRACE_SERVICE } from './service.js';
import { BASE_URL, demoToken, startBackend } from './testing/backend.js';
import { mount } from './testing/mount.js';
import { useLogStream, type UseLogStreamReturn } from './use-log-stream.js';

const messages = (items: readonly { readonly kind: string }[]): string[] =>
  items.map((item) => ('message' in item ? String(item.message) : item.kind));

describe('useLogStream', () => {
  let backend: MockServer;
  beforeEach(() => {
    backend = startBackend();
  });

  const tasks = codespace({ baseUrl: BASE_URL, token: demoToken });

  it('shows history and new lines, and disconnects when the component is unmounted', async () => {
    backend.control.append('demo', ['one', 'two']);
    const { made, unmount } = mount(() => useLogStream(tasks.task('demo')));
    await expect.poll(() => made.status.value).toBe('live');
    backend.control.append('demo', 'three');
    await expect.poll(() => messages(made.items.value)).toEqual(['one', 'two', 'three']);
    expect(made.view.value.length).toBe(3);
    expect(made.ledger.value).toMatchObject({ stored: 3, gaps: 0 });
    unmount();
    await expect.poll(() => backend.control.connected()).toBe(0);
  });

  it('shares one connection among components with the same log, and closes it with the last one', async () => {
    const first = mount(() => useLogStream(tasks.task('demo')));
    const second = mount(() => useLogStream(() => tasks.task('demo')));
    await expect.poll(() => second.made.status.value).toBe('live');
    expect(first.made.stream.value).toBe(second.made.stream.value);
    expect(backend.control.connected()).toBe(1);
    first.unmount();
    expect(second.made.status.value).toBe('live');
    second.unmount();
    await expect.poll(() => backend.control.connected()).toBe(0);
  });

  it('switches to another log, or to none, if a ref or a getter changes', async () => {
    const [one, other] = [createLogFeed(), createLogFeed()];
    one.append(['of one']);
    other.append(['of the other']);
    const source = ref<LogSource | null>(one);
    const { made } = mount(() => useLogStream(source));
    await expect.poll(() => messages(made.items.value)).toEqual(['of one']);
    source.value = other;
    await expect.poll(() => messages(made.items.value)).toEqual(['of the other']);
    source.value = null;
    await nextTick();
    expect(made.status.value).toBe('idle');
    expect(made.items.value).toEqual([]);
    expect(made.stream.value).toBeUndefined();
  });

  it('keeps the stream, even a disconnected one, while source and options are equal', async () => {
    const id = ref('demo');
    const options = reactive({ bufferLines: 100 });
    const { made } = mount(() => useLogStream(() => tasks.task(id.value.toLowerCase()), options));
    await expect.poll(() => made.status.value).toBe('live');
    const before = made.stream.value;
    made.disconnect();
    id.value = 'DEMO';
    await nextTick();
    expect(made.stream.value).toBe(before);
    expect(made.status.value).toBe('closed');
    options.bufferLines = 200;
    await nextTick();
    expect(made.stream.value).not.toBe(before);
    await expect.poll(() => made.status.value).toBe('live');
    await expect.poll(() => backend.control.connected()).toBe(1);
  });

  it('re-renders only for fields that changed', async () => {
    const feed = createLogFeed();
    const { made } = mount(() => useLogStream(feed));
    await expect.poll(() => made.status.value).toBe('live');
    const statuses: string[] = [];
    mount(() => watch(made.status, (status) => statuses.push(status), { flush: 'sync' }));
    const slice = vi.spyOn(made.view.value, 'slice');
    feed.append(['one', 'two']);
    await expect.poll(() => made.view.value.length).toBe(2);
    expect(statuses).toEqual([]);
    expect(slice).not.toHaveBeenCalled();
  });

  it('waits for connect() with autoConnect: false', async () => {
    const { made } = mount(() => useLogStream(tasks.task('demo'), { autoConnect: false }));
    expect(made.stream.value).toBeDefined();
    expect(made.status.value).toBe('idle');
    made.connect();
    await expect.poll(() => made.status.value).toBe('live');
  });

  it('connects when autoConnect is turned on, and leaves it at that', async () => {
    const autoConnect = ref(false);
    const feed = createLogFeed();
    const { made } = mount(() => useLogStream(feed, () => ({ autoConnect: autoConnect.value })));
    autoConnect.value = true;
    await expect.poll(() => made.status.value).toBe('live');
    autoConnect.value = false;
    await nextTick();
    expect(made.status.value).toBe('live');
  });

  it('reports an invalid option, and continues once it is valid', async () => {
    const lines = ref(0);
    const { made, errors } = mount(() =>
      useLogStream(tasks.task('demo'), () => ({ bufferLines: lines.value })),
    );
    expect(made.status.value).toBe('failed');
    expect(made.error.value).toMatchObject({ kind: 'invalid-argument' });
    lines.value = 10;
    await expect.poll(() => made.status.value).toBe('live');
    expect(made.error.value).toBeUndefined();
    expect(errors).toEqual([]);
  });

  it('opens streams through the service that the app provides', async () => {
    const heard: LogStreamError[] = [];
    const service = new LogSourceService('', {
      maxReconnectAttempts: 0,
      onError: (error) => heard.push(error),
    });
    const refused = codespace({ baseUrl: BASE_URL, token: 'wrong' }).task('demo');
    const { made } = mount(
      () => useLogStream(refused),
      (app) => app.provide(TAILRACE_SERVICE, service),
    );
    await expect.poll(() => made.status.value).toBe('failed');
    expect(heard[0]).toMatchObject({ kind: 'unauthorized' });
  });

  it('may be called once the component is mounted, and ends with it', async () => {
    const feed = createLogFeed();
    let made: UseLogStreamReturn | undefined;
    const { unmount } = mount(() => {
      onMounted(() => (made = useLogStream(feed)));
    });
    await expect.poll(() => made?.status.value).toBe('live');
    const stream = made?.stream.value;
    unmount();
    expect(stream?.getSnapshot().status).toBe('closed');
  });

  it('lives as long as an effect scope outside a component', async () => {
    const scope = effectScope(true);
    const made = scope.run(() => useLogStream(shallowRef(tasks.task('demo'))));
    await expect.poll(() => made?.status.value).toBe('live');
    scope.stop();
    await expect.poll(() => backend.control.connected()).toBe(0);
  });

  it('opens nothing on a server, and hydrates without a warning', async () => {
    const Page = defineComponent({
      setup() {
        const { status, view } = useLogStream(() => tasks.task('demo'));
        return () => h('p', `${status.value} ${view.value.length}`);
      },
    });
    backend.control.append('demo', 'one');
    const page = document.createElement('div');
    const rendered = await renderToString(createSSRApp(Page));
    page.append(document.createRange().createContextualFragment(rendered));
    expect(page.textContent).toBe('idle 0');
    expect(backend.control.received()).toEqual([]);

    const warned = vi.spyOn(console, 'warn');
    const complained = vi.spyOn(console, 'error');
    const app = createSSRApp(Page);
    app.mount(page);
    await expect.poll(() => page.textContent).toBe('live 1');
    expect(warned).not.toHaveBeenCalled();
    expect(complained).not.toHaveBeenCalled();
    app.unmount();
  });
});
