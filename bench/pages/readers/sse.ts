/** Readers of server-sent events. */
import { codespace, createLogStream } from '@tailrace/core';
import { createParser } from 'eventsource-parser';
import { createFloor, createKeeper, sseUrl, type Reader } from './reader.ts';

const tailrace: Reader = (count, begun) =>
  new Promise((resolve, reject) => {
    const source = codespace({ baseUrl: location.origin, token: 'bench' }).task(String(count));
    const stream = createLogStream(source);
    // With a subscriber, snapshots are made as for a viewer.
    stream.subscribe(() => undefined);
    const undo = stream.on('entries', () => {
      begun();
      undo();
    });
    stream.on('status', (status, { ledger }) => {
      if (status === 'complete') resolve(ledger.stored);
      if (status === 'failed') reject(new Error('the stream failed'));
    });
    stream.connect();
  });

async function eachText(url: string, take: (text: string) => void): Promise<void> {
  const response = await fetch(url);
  const decoder = new TextDecoder();
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    take(decoder.decode(value, { stream: true }));
  }
}

/** `Row`: the fields that the keeper reads. They are not validated, because the server is our own. */
const fetchParser =
  <Row>(makeKeeper: () => { push(row: Row): void; readonly count: number }): Reader =>
  async (count, begun) => {
    const keeper = makeKeeper();
    const parser = createParser({
      onEvent({ event, data }) {
        if (event !== 'log') return;
        if (keeper.count === 0) begun();
        keeper.push(JSON.parse(data) as Row);
      },
    });
    await eachText(sseUrl(count), (text) => parser.feed(text));
    return keeper.count;
  };

/** No parser: the text between two blank lines is an event, and its data starts after a known prefix. */
const handScan: Reader = async (count, begun) => {
  const keeper = createKeeper();
  const prefix = 'event: log\ndata: ';
  let rest = '';
  await eachText(sseUrl(count), (text) => {
    if (rest === '' && keeper.count === 0) begun();
    const all = rest + text;
    let from = 0;
    for (let end = all.indexOf('\n\n'); end >= 0; end = all.indexOf('\n\n', from)) {
      if (all.startsWith(prefix, from)) keeper.push(JSON.parse(all.slice(from + prefix.length, end)));
      from = end + 2;
    }
    rest = all.slice(from);
  });
  return keeper.count;
};

interface Source {
  addEventListener(type: string, listener: (event: { readonly data: string }) => void): void;
  close(): void;
}

const overSource =
  (open: (url: string) => Source | Promise<Source>): Reader =>
  async (count, begun) => {
    const keeper = createKeeper();
    const source = await open(new URL(sseUrl(count), location.href).href);
    return new Promise((resolve) => {
      source.addEventListener('log', ({ data }) => {
        if (keeper.count === 0) begun();
        keeper.push(JSON.parse(data));
      });
      source.addEventListener('complete', () => {
        source.close();
        resolve(keeper.count);
      });
    });
  };

const fetchEventSource: Reader = async (count, begun) => {
  const library = await import('../../peers/sse-libraries.ts');
  const keeper = createKeeper();
  await library.fetchEventSource(sseUrl(count), {
    openWhenHidden: true,
    onmessage({ event, data }) {
      if (event !== 'log') return;
      if (keeper.count === 0) begun();
      keeper.push(JSON.parse(data));
    },
  });
  return keeper.count;
};

export const SSE_READERS: Readonly<Record<string, Reader>> = {
  tailrace,
  'fetch + eventsource-parser': fetchParser(createKeeper),
  floor: fetchParser(createFloor),
  'hand scan': handScan,
  EventSource: overSource((url) => new EventSource(url)),
  'eventsource (package)': overSource(async (url) => {
    const { EventSource: Package } = await import('../../peers/sse-libraries.ts');
    return new Package(url);
  }),
  'fetch-event-source': fetchEventSource,
};
