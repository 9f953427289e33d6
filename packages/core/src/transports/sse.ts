/** Server-sent events over `fetch` and not `EventSource`, so that the token can be sent in a header. */
import { LogStreamError } from '../errors.js';
import { showUrl, unexpected } from '../lib/http-errors.js';
import { discard, request } from '../lib/http.js';
import { createEventStream } from './event-stream.js';
import { cutOff } from './cut-off.js';
import { createOnceSink, type OnceSink } from './once-sink.js';
import { takeStreamSlot } from './stream-slots.js';
import type { Transport, TransportEnvironment, TransportRequest } from './transport.js';

/** The reader of a response's event stream. Throws if the response is none. */
function readerOf({ status, headers, body }: Response, url: string): ReadableStreamDefaultReader<Uint8Array> {
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type === 'text/event-stream' && body) return body.getReader();
  discard(body);
  if (status !== 204) throw unexpected(url, type || 'no content type', 'text/event-stream', { status });
  throw new LogStreamError(
    'gone',
    `${showUrl(url)} has nothing to stream (204). Read the log over REST, or choose another one.`,
    { status },
  );
}

/** Takes one of the browser's connections until the signal fires. Rejects if too few are left. */
async function reserve(url: string, signal: AbortSignal): Promise<void> {
  const release = await takeStreamSlot(url);
  if (!release)
    throw new LogStreamError(
      'unsupported',
      `No connection is left for ${showUrl(url)}: four event streams to this host are open. Without HTTP/2 a browser opens six connections to a host, and other requests need the rest. Serve HTTP/2, or share a stream.`,
      { retryable: true },
    );
  if (signal.aborted) release();
  else signal.addEventListener('abort', release);
}

async function run(
  { url, headers }: TransportRequest,
  sink: OnceSink,
  environment: TransportEnvironment,
  signal: AbortSignal,
): Promise<void> {
  const { clock, fetch, connectTimeout: timeout, maxMessageBytes, hasFallback } = environment;
  let reader: ReadableStreamDefaultReader<Uint8Array>;
  try {
    if (hasFallback) await reserve(url, signal);
    reader = await request(
      { url, token: 'none' }, // the URL or the headers already contain the token
      // With our signal, because that of `request` no longer fires once the response has arrived.
      { clock, fetch: (to, init) => fetch(to, { ...init, signal }), timeout, signal },
      { headers: { Accept: 'text/event-stream', ...headers } },
      (response) => {
        const body = readerOf(response, url);
        // At once: the wait for the request may be over before its result is here.
        signal.addEventListener('abort', () => discard(body));
        return body;
      },
    );
  } catch (thrown) {
    return sink.ended(thrown as LogStreamError);
  }

  const push = createEventStream(maxMessageBytes, sink);
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true }); // the parser removes the byte order mark

  sink.opened();
  while (sink.live) {
    let chunk: Awaited<ReturnType<typeof reader.read>>;
    try {
      chunk = await reader.read();
    } catch (thrown) {
      return sink.ended(cutOff(thrown, url));
    }
    if (chunk.done) return sink.ended(undefined); // an incomplete event is read again after the reconnect
    sink.activity();
    push(decoder.decode(chunk.value, { stream: true }));
  }
}

/** Reads a stream of server-sent events. */
export const sseTransport: Transport = {
  name: 'sse',
  open(request, sink, environment) {
    const controller = new AbortController();
    const own = createOnceSink(sink, () => controller.abort());
    run(request, own, environment, controller.signal).catch((thrown: unknown) => {
      own.mute(); // a sink has thrown, which is a bug: close the connection, and let the error surface
      throw thrown;
    });
    return { close: () => own.mute() };
  },
};
