import type { TokenPlace } from '@tailrace/core';
import type { HttpAnswer } from '../observations.js';

/** What all requests of a visit share. */
export interface Visit {
  readonly fetch: typeof globalThis.fetch;
  /** Sent as `Origin`, as a page's browser would. */
  readonly origin: string | undefined;
  /** Ends everything. */
  readonly signal: AbortSignal;
  /** Milliseconds until a request counts as unanswered. */
  readonly patience: number;
  /** Milliseconds on a clock that never jumps. */
  now(): number;
}

/** The token where the backend wants it. */
export function withToken(
  url: string,
  place: TokenPlace,
  token: string | undefined,
): { readonly url: string; readonly headers: Readonly<Record<string, string>> } {
  if (token === undefined || place === 'none') return { url, headers: {} };
  if (place === 'header') return { url, headers: { Authorization: `Bearer ${token}` } };
  const joint = url.includes('?') ? '&' : '?';
  return { url: `${url}${joint}${place.query}=${encodeURIComponent(token)}`, headers: {} };
}

/** One request and how it is meant. */
export interface Asking {
  readonly url: string;
  readonly token: TokenPlace;
  readonly value: string | undefined;
  readonly accept?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds until the headers. Default: the visit's. */
  readonly patience?: number;
  /** Ends this request, body and all, when its time is over. */
  readonly signal?: AbortSignal;
  readonly redirect?: 'follow' | 'manual';
}

/** Asks, and waits for the headers. Never rejects. */
export async function ask(
  visit: Visit,
  asking: Asking,
): Promise<{ readonly answer: HttpAnswer; readonly response: Response | undefined }> {
  const { url, headers } = withToken(asking.url, asking.token, asking.value);
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), asking.patience ?? visit.patience);
  const signals = [visit.signal, late.signal, ...(asking.signal ? [asking.signal] : [])];
  const start = visit.now();
  try {
    const response = await visit.fetch(url, {
      method: asking.method ?? 'GET',
      headers: {
        Accept: asking.accept ?? 'application/json',
        ...headers,
        ...(visit.origin === undefined ? {} : { Origin: visit.origin }),
        ...asking.headers,
      },
      redirect: asking.redirect ?? 'follow',
      signal: AbortSignal.any(signals),
    });
    const html = /\bhtml\b/i.test(response.headers.get('content-type') ?? '');
    return {
      answer: {
        status: response.status,
        headers: Object.fromEntries(response.headers),
        ms: visit.now() - start,
        ...(html ? { html } : {}),
      },
      response,
    };
  } catch (thrown) {
    return {
      answer: {
        status: undefined,
        headers: {},
        ms: visit.now() - start,
        error: late.signal.aborted || asking.signal?.aborted ? 'timeout' : codeOf(thrown),
      },
      response: undefined,
    };
  } finally {
    clearTimeout(timer);
  }
}

/** As {@link ask}, without a body. */
export async function askStatus(visit: Visit, asking: Asking): Promise<HttpAnswer> {
  const { answer, response } = await ask(visit, { redirect: 'manual', ...asking });
  response?.body?.cancel().catch(() => undefined); // it broke: the status was all that was wanted
  return answer;
}

/** The system's code for a failure, never its sentence, which may quote an address with a token. */
export function codeOf(thrown: unknown): string {
  const { code, cause } = thrown as { code?: unknown; cause?: { code?: unknown } };
  if (typeof cause?.code === 'string') return cause.code;
  return typeof code === 'string' ? code : 'the connection failed';
}
