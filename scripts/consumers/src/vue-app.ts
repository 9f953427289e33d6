// A Vue component rendered on a server, where nothing connects.
import { prismq } from '@tailrace/core';
import { useLogStream } from '@tailrace/vue';
import { createSSRApp, defineComponent, h } from 'vue';
import { renderToString } from 'vue/server-renderer';

const App = defineComponent(() => {
  const { status, items } = useLogStream(prismq({ baseUrl: 'https://queue.example' }).run('demo'));
  return () => h('p', `${status.value}, ${items.value.length} items`);
});

void renderToString(createSSRApp(App)).then(console.log);
