import { fetchArguments } from './fetch-arguments.js';
import { isBodiless } from './is-bodiless.js';
import { bytesOf } from './payload.js';
import type { ReplyEvent } from './recording.js';
import type { Timeline } from './timeline.js';

type Fetch = typeof globalThis.fetch;
type Failure = Extract<ReplyEvent, { type: 'error' }>;

/** A `fetch` that responds from a recording. */
export function replayedFetch(timeline: Timeline): Fetch {
  return (input, init) => {
    const { url, method, signal } = fetchArguments(input, init);
    if (signal?.aborted) return Promise.reject(abortReason(signal));
    const track = timeline.claim('request', method, url);
    if (!track) return Promise.resolve(notRecorded());

    return new Promise<Response>((resolve, reject) => {
      let body: ReadableStreamDefaultController<Uint8Array> | undefined;
      const detach = timeline.attach(track, (reply) => {
        switch (reply.type) {
          case 'response':
            resolve(new Response(isBodiless(reply.status) ? null : createBody(), reply));
            break;
          case 'chunk':
            body?.enqueue(bytesOf(reply));
            break;
          case 'end':
            leave();
            body?.close();
            break;
          case 'error':
            leave();
            fail(hostError(reply));
            break;
          default: // an event of a socket, which the decoder does not accept for a request
        }
      });
      const onAbort = (): void => {
        leave();
        fail(abortReason(signal));
      };
      signal?.addEventListener('abort', onAbort, { once: true });

      function createBody(): ReadableStream<Uint8Array> {
        return new ReadableStream({
          start: (controller) => void (body = controller),
          cancel: leave,
        });
      }
      function leave(): void {
        detach();
        signal?.removeEventListener('abort', onAbort);
      }
      function fail(thrown: Error): void {
        if (body) body.error(thrown);
        else reject(thrown);
      }
    });
  };
}

/** An error like the one that the host's `fetch` has thrown. */
function hostError({ name, code }: Failure): Error {
  const error = name === 'TypeError' ? new TypeError('recorded failure') : new Error('recorded failure');
  error.name = name;
  if (code !== undefined) error.cause = Object.assign(new Error(code), { code });
  return error;
}

function abortReason(signal: AbortSignal | undefined): Error {
  const reason: unknown = signal?.reason;
  return reason instanceof Error ? reason : new DOMException('The operation was aborted.', 'AbortError');
}

/** A final status, so that a stream does not retry a request that was never recorded. */
function notRecorded(): Response {
  return Response.json({ detail: 'The recording has no answer to this request.' }, { status: 410 });
}
