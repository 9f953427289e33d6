import { HttpResponse } from 'msw';
import type { LogText } from '../store/log-sink.js';
import type { Refusal } from '../backend/refusals.js';

/** A JSON answer. */
export function json(body: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...headers },
  });
}

/** The answer to a call without an accepted token. */
export function notAuthenticated(status = 401): Response {
  return json({ detail: 'Not authenticated' }, status, { 'WWW-Authenticate': 'Bearer' });
}

/** A text file to download; undefined gives an empty one. */
export function download(text: LogText | undefined, filename: string): Response {
  // The quoted form cannot contain quotes and control characters; the second form can carry any name.
  const plain = filename.replace(/[^\x20-\x7e]|["\\]/g, '_');
  return new Response(text?.body ?? '', {
    headers: {
      'Content-Length': String(text?.bytes ?? 0),
      'Content-Type': 'text/plain; charset=utf-8',
      'Cache-Control': 'no-store',
      'Content-Disposition':
        `attachment; filename="${plain}"` +
        (plain === filename ? '' : `; filename*=UTF-8''${encodeURIComponent(filename)}`),
    },
  });
}

/** The answer to a request that is refused on demand; status 0 breaks the connection. */
export function refused(refusal: Refusal): Response {
  const status = refusal.status ?? 503;
  if (status === 0) return HttpResponse.error();
  const headers: Record<string, string> =
    refusal.retryAfter === undefined ? {} : { 'Retry-After': String(refusal.retryAfter) };
  if (!refusal.html) return json({ detail: `Refused on request (${status}).` }, status, headers);
  const page = `<html>\n<head><title>${status}</title></head>\n<body>\n<center><h1>${status}</h1></center>\n<hr><center>proxy</center>\n</body>\n</html>\n`;
  return new Response(page, { status, headers: { 'Content-Type': 'text/html', ...headers } });
}
