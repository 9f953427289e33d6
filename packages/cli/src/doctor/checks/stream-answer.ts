import { fail, nothing, ok, seconds, warn, type Check, type Finding } from '../finding.js';
import { isOpen, type HttpAnswer } from '../observations.js';

/** The stream is one. */
export const streamAnswer: Check = ({ stream }) => {
  if (!stream) return nothing;
  const { status, headers, error, html } = stream.answer;
  if (status === undefined)
    return error === 'timeout'
      ? fail(
          'stream',
          'The stream does not begin: not even its headers came.',
          'Send the headers at once (flush them), and turn buffering off in the proxy: proxy_buffering off;',
        )
      : fail(
          'stream',
          `The stream gets no answer (${error ?? 'no reason given'}).`,
          'Look at the proxy first.',
        );
  if (status !== 200)
    return fail(
      'stream',
      `The stream is refused with status ${status}.`,
      'REST is there: give the stream the same guard, and let the proxy pass its path on.',
    );
  if (html)
    return fail(
      'stream',
      "The stream is a web page, not the backend's.",
      'REST is there: let the proxy pass the path of the stream on, too.',
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

/** What a proxy reads off the headers of a stream. */
export const streamHeaders: Check = ({ stream }) => {
  if (!isOpen(stream)) return nothing;
  const found = [...caching(stream.answer), ...buffering(stream.answer), ...encoding(stream.answer)];
  return found.length > 0
    ? found
    : ok('stream headers', 'The headers tell proxies to pass the stream on as it is.');
};

/** A stream goes on until the log is over, and then says so. */
export const streamEnd: Check = ({ stream }) => {
  if (!isOpen(stream) || stream.arrivals.length === 0) return nothing; // one with nothing in it is told of elsewhere
  const { end, listened } = stream;
  if (end === 'cut')
    return warn(
      'stream end',
      `The stream was cut after ${seconds(listened)}.`,
      'Look for time-outs in the proxy, and for the reason in the logs of the server. Clients go on by themselves, but each cut costs a request.',
    );
  if (end === 'closed')
    return warn(
      'stream end',
      `The stream was ended after ${seconds(listened)}, without a word that the log is over.`,
      'Keep it open while more may come, and send the event that says that the log is complete. Clients open it again for ever.',
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
    `Cache-Control lacks ${missing.join(' and ')}: a proxy may keep or compress the stream.`,
    'Send Cache-Control: no-cache, no-transform with the stream.',
  );
}

function buffering({ headers }: HttpAnswer): readonly Finding[] {
  if (/^\s*no\s*$/i.test(headers['x-accel-buffering'] ?? '')) return nothing;
  return warn(
    'x-accel-buffering',
    'X-Accel-Buffering is not sent: nginx may hold lines back. (An nginx that heeded it takes it off.)',
    'Send X-Accel-Buffering: no from the server, or set proxy_buffering off; in nginx.',
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
        'Leave text/event-stream out: in nginx out of gzip_types, in the server out of its compression.',
      ),
    );
  if (headers['content-length'] !== undefined)
    found.push(
      ...fail(
        'content-length',
        'The stream has a Content-Length: it was collected before it was sent.',
        'Send it as it is written, chunked, and turn buffering off in the proxy: proxy_buffering off;',
      ),
    );
  return found;
}
