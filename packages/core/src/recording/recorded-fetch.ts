import { given } from '../lib/given.js';
import { readString } from '../lib/json.js';
import { fetchArguments } from './fetch-arguments.js';
import { isBodiless } from './is-bodiless.js';
import type { Note, RecordingLog } from './recording-log.js';
import type { Secrets } from './secrets.js';

type Fetch = typeof globalThis.fetch;

/** The response headers that matter for a stream. No others are recorded, and above all no cookies. */
const KEPT_HEADERS = [
  'age',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-length',
  'content-type',
  'date',
  'retry-after',
  'server',
  'vary',
  'via',
  'x-accel-buffering',
];

/** A `fetch` that records what `base` does, and passes everything on unchanged. */
export function recordedFetch(base: Fetch, log: RecordingLog, secrets: Secrets): Fetch {
  return async (input, init) => {
    const { url, method, headers, signal } = fetchArguments(input, init);
    headers.forEach(secrets.learnHeader);
    const note = log.open({ type: 'request', method, url: secrets.cleanUrl(url) });
    let response: Response;
    try {
      response = await base(input, init);
    } catch (thrown) {
      note(signal?.aborted ? { type: 'abort' } : failure(thrown));
      throw thrown;
    }
    note({ type: 'response', status: response.status, headers: keptHeaders(response.headers) });
    if (!response.body || isBodiless(response.status)) {
      note({ type: 'end' });
      return response;
    }
    return withBody(response, recordedBody(response.body, note, signal));
  };
}

/** Records an error of the host, for a replay to throw it again. The message may quote the URL, so it is left out. */
export function failure(thrown: unknown): Note & { type: 'error' } {
  const name = thrown instanceof Error ? thrown.name : 'Error';
  const own = thrown as { code?: unknown; cause?: { code?: unknown }; message?: unknown } | undefined;
  const code = readString(own?.cause?.code ?? own?.code);
  // The ws package reports the status of a refused handshake only in the message.
  const status = /\bresponse: (\d{3})\b/.exec(String(own?.message))?.[1];
  return {
    type: 'error',
    ...given({ name, code, status: status === undefined ? undefined : Number(status) }),
  };
}

function keptHeaders(headers: Headers): Readonly<Record<string, string>> {
  const kept: Record<string, string> = {};
  for (const name of KEPT_HEADERS) {
    const value = headers.get(name);
    if (value !== null) kept[name] = value;
  }
  return kept;
}

/** Passes on the same chunks, at the reader's pace: `highWaterMark: 0` keeps it from reading ahead. */
function recordedBody(
  body: ReadableStream<Uint8Array>,
  note: (note: Note) => void,
  signal: AbortSignal | null | undefined,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (done) {
            note({ type: 'end' });
            return controller.close();
          }
          note({ type: 'chunk', bytes: value.slice() });
          controller.enqueue(value);
        } catch (thrown) {
          note(signal?.aborted ? { type: 'abort' } : failure(thrown));
          controller.error(thrown);
        }
      },
      cancel(reason) {
        note({ type: 'abort' });
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}

function withBody(response: Response, body: ReadableStream<Uint8Array>): Response {
  const { status, statusText, headers, url, redirected } = response;
  const copy = new Response(body, { status, statusText, headers });
  // The constructor cannot set these.
  Object.defineProperties(copy, { url: { value: url }, redirected: { value: redirected } });
  return copy;
}
