import { fail, nothing, ok, seconds, warn, type Check, type Finding } from '../finding.js';
import { isOpen, type HttpAnswer } from '../observations.js';

/** The stream opens and is an event stream. */
export const streamAnswer: Check = ({ stream }) => {
  if (!stream) return nothing;
  const { status, headers, error, html } = stream.answer;
  if (status === undefined)
    return error === 'timeout'
      ? fail(
          'stream',
          'The stream does not start: not even its headers arrived.',
          'Send the headers at once (flush them), and turn off buffering in the proxy: proxy_buffering off;',
        )
      : fail(
          'stream',
          `The stream gets no answer (${error ?? 'no reason given'}).`,
          'Check the proxy first.',
        );
  if (status !== 200)
    return fail(
      'stream',
      `The stream is refused with status ${status}.`,
      'REST works: check the token in the same way for the stream, and make the proxy forward its path.',
    );
  if (html)
    return fail(
      'stream',
      'The stream is a web page and does not come from the backend.',
      'REST works: make the proxy forward the path of the stream, too.',
    );
  const type = headers['content-type'] ?? 'none';
  if (!/^\s*text\/event-stream\s*(;|$)/i.test(type))
    return fail(
      'stream',
      `The stream has the content type ${type}.`,
      'Send Content-Type: text/event-stream.',
    );
  return ok('stream', 'The stream opens.');
};

/** The headers of a stream tell proxies not to cache, buffer or compress it. */
export const streamHeaders: Check = ({ stream }) => {
  if (!isOpen(stream)) return nothing;
  const found = [...caching(stream.answer), ...buffering(stream.answer), ...encoding(stream.answer)];
  return found.length > 0
    ? found
    : ok('stream headers', 'The headers tell proxies to pass the stream through unchanged.');
};

/** A stream stays open until the log is complete, and then says so. */
export const streamEnd: Check = ({ stream }) => {
  if (!isOpen(stream) || stream.arrivals.length === 0) return nothing; // an empty one is reported by `arrival`
  const { end, listened } = stream;
  if (end === 'cut')
    return warn(
      'stream end',
      `The stream was cut after ${seconds(listened)}.`,
      'Look for timeouts in the proxy, and for the reason in the logs of the server. Clients recover by themselves, but each cut costs a request.',
    );
  if (end === 'closed')
    return warn(
      'stream end',
      `The stream was closed after ${seconds(listened)} without saying that the log is complete.`,
      'Keep it open while more lines may follow, and send the event that says that the log is complete. Otherwise clients reopen it for ever.',
    );
  return nothing;
};

function caching({ headers }: HttpAnswer): readonly Finding[] {
  const value = headers['cache-control'] ?? '';
  const missing = [
    ...(/no-cache|no-store/i.test(value) ? [] : ['no-cache']),
    ...(/no-transform/i.test(value) ? [] : ['no-transform']),
  ];
  if (missing.length === 0) return nothing;
  return warn(
    'cache-control',
    `Cache-Control lacks ${missing.join(' and ')}: a proxy may cache or compress the stream.`,
    'Send Cache-Control: no-cache, no-transform with the stream.',
  );
}

function buffering({ headers }: HttpAnswer): readonly Finding[] {
  if (/^\s*no\s*$/i.test(headers['x-accel-buffering'] ?? '')) return nothing;
  return warn(
    'x-accel-buffering',
    'X-Accel-Buffering is not sent: nginx may hold lines back. (An nginx that respects the header removes it.)',
    'Send X-Accel-Buffering: no from the server, or set "proxy_buffering off;" in nginx.',
  );
}

function encoding({ headers }: HttpAnswer): readonly Finding[] {
  const found: Finding[] = [];
  const value = headers['content-encoding'];
  if (value !== undefined && value !== 'identity')
    found.push(
      ...warn(
        'content-encoding',
        `The stream is compressed (${value}): lines wait until there is enough to compress.`,
        'Exclude text/event-stream from compression: in nginx from gzip_types, in the server from its middleware.',
      ),
    );
  if (headers['content-length'] !== undefined)
    found.push(
      ...fail(
        'content-length',
        'The stream has a Content-Length: it was buffered as a whole before it was sent.',
        'Send it chunked, as it is written, and turn off buffering in the proxy: proxy_buffering off;',
      ),
    );
  return found;
}
