// A module worker with a stream; core needs no DOM.
import { createLogStream, prismq } from '@tailrace/core';

addEventListener('message', ({ data: baseUrl }: MessageEvent<string>) => {
  const stream = createLogStream(prismq({ baseUrl }).run('demo'));
  stream.subscribe(() => {
    const { status, view } = stream.getSnapshot();
    postMessage(`worker: ${status}, ${view.length} items`);
  });
  stream.connect();
});
