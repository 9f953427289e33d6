import type { TokenPlace } from '@tailrace/core';
import { given } from '../../given.js';
import type { HttpAnswer } from '../observations.js';

/** What all requests to a backend share. */
export interface Visit {
  readonly fetch: typeof globalThis.fetch;
  /** Sent as `Origin`, as a browser would. */
  readonly origin: string | undefined;
  /** Aborts every request. */
  readonly signal: AbortSignal;
  /** Milliseconds until a request counts as unanswered. */
  readonly patience: number;
  /** Milliseconds on a clock that never jumps. */
  now(): number;
}

/** Puts the token where the backend expects it. */
export function withToken(
  url: string,
  place: TokenPlace,
  token: string | undefined,
): { readonly url: string; readonly headers: Readonly<Record<string, string>> } {
  if (token === undefined || place === 'none') return { url, headers: {} };
  if (place === 'header') return { url, headers: { Authorization: `Bearer ${token}` } };
  if ('header' in place) return { url, headers: { [place.header]: token } };
  const joint = url.includes('?') ? '&' : '?';
  return { url: `${url}${joint}${place.query}=${encodeURIComponent(token)}`, headers: {} };
}

/** One request. */
export interface ProbeRequest {
  readonly url: string;
  readonly tokenPlace: TokenPlace;
  readonly token: string | undefined;
  readonly accept?: string;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds to wait for the headers. Default: that of the visit. */
  readonly patience?: number;
  /** Aborts this request, including its body. */
  readonly signal?: AbortSignal;
  readonly redirect?: 'follow' | 'manual';
}

/** Sends a request and waits for the headers. Never rejects. */
export async function ask(
  visit: Visit,
  request: ProbeRequest,
): Promise<{ readonly answer: HttpAnswer; readonly response: Response | undefined }> {
  const { url, headers } = withToken(request.url, request.tokenPlace, request.token);
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), request.patience ?? visit.patience);
  const signals = [visit.signal, late.signal, ...(request.signal ? [request.signal] : [])];
  const start = visit.now();
  try {
    const response = await visit.fetch(url, {
      method: request.method ?? 'GET',
      headers: {
        Accept: request.accept ?? 'application/json',
        ...headers,
        ...given({ Origin: visit.origin }),
        ...request.headers,
      },
      redirect: request.redirect ?? 'follow',
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
        error: late.signal.aborted || request.signal?.aborted ? 'timeout' : codeOf(thrown),
      },
      response: undefined,
    };
  } finally {
    clearTimeout(timer);
  }
}

/** Like {@link ask}, but discards the body. */
export async function askStatus(visit: Visit, request: ProbeRequest): Promise<HttpAnswer> {
  const { answer, response } = await ask(visit, { redirect: 'manual', ...request });
  response?.body?.cancel().catch(() => undefined); // a broken body does not matter: only the status was wanted
  return answer;
}

/** The system's error code. Never the message, which may quote an address with a token. */
export function codeOf(thrown: unknown): string {
  const { code, cause } = thrown as { code?: unknown; cause?: { code?: unknown } };
  if (typeof cause?.code === 'string') return cause.code;
  return typeof code === 'string' ? code : 'the connection failed';
}
