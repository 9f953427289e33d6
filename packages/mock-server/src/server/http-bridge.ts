import type { IncomingMessage, ServerResponse } from 'node:http';
import { getResponse } from 'msw';
import type { RequestHandler } from 'msw';
import { CutError } from '../handlers/sse-stream.js';

/**
 * Answers a request on a real socket with MSW's handlers. Resolves to false, with nothing sent, if none of them matches.
 * The body is read only as fast as the client takes it; if the client leaves, the request is aborted.
 */
export async function answerWithHandlers(
  handlers: RequestHandler[],
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  url: URL,
): Promise<boolean> {
  const gone = new AbortController();
  const abort = (): void => {
    gone.abort();
  };
  outgoing.once('close', abort);
  try {
    const headOnly = incoming.method === 'HEAD';
    const request = new Request(url, {
      method: headOnly ? 'GET' : (incoming.method ?? 'GET'),
      headers: headersOf(incoming),
      signal: gone.signal,
    });
    const response = await getResponse(handlers, request, { quiet: true });
    if (!response) return false;
    await sendResponse(response, outgoing, headOnly);
    return true;
  } finally {
    outgoing.off('close', abort);
  }
}

async function sendResponse(response: Response, outgoing: ServerResponse, headOnly: boolean): Promise<void> {
  if (response.status === 0) {
    outgoing.destroy();
    return;
  }
  outgoing.writeHead(response.status, Object.fromEntries(response.headers));
  if (!response.body || headOnly) {
    await response.body?.cancel();
    outgoing.end();
    return;
  }
  // A stream may be silent at first, but its client must not wait for the headers.
  outgoing.flushHeaders();
  const reader = response.body.getReader();
  const cancel = (): void => {
    // A rejected cancel would only repeat the error that the reader already has.
    reader.cancel().catch(() => undefined);
  };
  outgoing.once('close', cancel);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (!outgoing.write(value)) await drained(outgoing);
    }
    outgoing.end();
  } catch (error) {
    if (error instanceof CutError) cutConnection(outgoing, error.mode);
    else throw error;
  } finally {
    outgoing.off('close', cancel);
  }
}

function cutConnection(outgoing: ServerResponse, mode: CutError['mode']): void {
  const { socket } = outgoing;
  if (mode === 'fin') socket?.end();
  else socket?.resetAndDestroy();
}

/** Resolves when more may be written or the client has left. */
function drained(outgoing: ServerResponse): Promise<void> {
  if (outgoing.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const settle = (): void => {
      outgoing.off('drain', settle);
      outgoing.off('close', settle);
      resolve();
    };
    outgoing.on('drain', settle);
    outgoing.on('close', settle);
  });
}

function headersOf(incoming: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headersDistinct)) {
    for (const each of value ?? []) headers.append(name, each);
  }
  return headers;
}
