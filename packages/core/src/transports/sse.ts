/** Server-sent events over `fetch`, so that the token goes into a header and never into the address. */
import { LogStreamError } from '../errors.js';
import { networkError, refusal, showUrl, unexpected } from '../lib/http.js';
import { createEventStream } from './event-stream.js';
import { connectTimeout, cutOff, safeCause } from './host-error.js';
import { createOnceSink, type OnceSink } from './once-sink.js';
import type { Transport, TransportEnvironment, TransportRequest } from './transport.js';

/** Some edge runtimes throw at a `cache` they do not implement. */
function noStore(): { cache?: 'no-store' } {
  const supported = typeof Request === 'function' && 'cache' in Request.prototype;
  return supported ? { cache: 'no-store' } : {};
}

/** The error of a success that is not a stream, or undefined when it is one. */
function noStream({ status, headers, body }: Response, url: string): LogStreamError | undefined {
  if (status === 204)
    return new LogStreamError(
      'gone',
      `${showUrl(url)} has nothing to stream (204). Read the log over REST, or choose another one.`,
      { status },
    );
  const type = (headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  if (type === 'text/event-stream' && body) return undefined;
  return unexpected(url, type || 'no content type', 'text/event-stream', { status });
}

/** Frees a body that nobody reads to its end. Cancelling one that broke already rejects; it is gone either way. */
function discard(body: ReadableStream<Uint8Array> | ReadableStreamDefaultReader<Uint8Array> | null): void {
  body?.cancel().catch(() => undefined);
}

/** Opens the stream; undefined when it was refused, and the sink knows. */
async function openStream(
  { url, headers }: TransportRequest,
  sink: OnceSink,
  { clock, fetch, connectTimeout: timeout }: TransportEnvironment,
  signal: AbortSignal,
): Promise<ReadableStreamDefaultReader<Uint8Array> | undefined> {
  let late = connectTimeout(url, timeout);
  const cancelTimeout = clock.schedule(() => sink.ended(late), timeout);
  signal.addEventListener('abort', cancelTimeout, { once: true });
  let response: Response;
  try {
    response = await fetch(url, {
      headers: { Accept: 'text/event-stream', ...headers },
      signal,
      ...noStore(),
    });
  } catch (thrown) {
    sink.ended(networkError(url, safeCause(thrown, url)));
    return undefined;
  }
  if (!sink.live) {
    discard(response.body); // a fetch that does not heed its signal
    return undefined;
  }
  let refused: LogStreamError | undefined;
  if (response.ok) refused = noStream(response, url);
  else {
    late = refusal(response, url, clock.now()); // should the body never end, the status is known all the same
    const body = await response.text().catch(() => ''); // a body that breaks says nothing; the status does
    refused = refusal(response, url, clock.now(), body);
  }
  cancelTimeout();
  if (!refused) return response.body?.getReader();
  if (!response.bodyUsed) discard(response.body);
  sink.ended(refused);
  return undefined;
}

async function run(
  request: TransportRequest,
  sink: OnceSink,
  environment: TransportEnvironment,
  signal: AbortSignal,
): Promise<void> {
  const reader = await openStream(request, sink, environment, signal);
  if (!reader) return;
  signal.addEventListener('abort', () => discard(reader), { once: true });

  const events = createEventStream(environment.maxMessageBytes, {
    frames: (frames) => sink.frames(frames),
    oversize: (bytes) => sink.oversize(bytes),
    retry: (ms) => sink.retryDelay(ms),
  });
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true }); // the parser takes the byte order mark off

  sink.opened();
  while (sink.live) {
    let chunk: Awaited<ReturnType<typeof reader.read>>;
    try {
      chunk = await reader.read();
    } catch (thrown) {
      return sink.ended(cutOff(thrown, request.url));
    }
    if (chunk.done) return sink.ended(undefined); // what is left in the parser is no event: it is asked for again
    if (!sink.live) return;
    sink.activity();
    events.push(decoder.decode(chunk.value, { stream: true }));
  }
}

/** Reads a stream of server-sent events. */
export const sseTransport: Transport = {
  name: 'sse',
  open(request, sink, environment) {
    const controller = new AbortController();
    const own = createOnceSink(sink, () => controller.abort());
    run(request, own, environment, controller.signal).catch((thrown: unknown) => {
      own.mute(); // a sink that throws has a bug: the connection goes, and the error surfaces
      throw thrown;
    });
    return { close: () => own.mute() };
  },
};
