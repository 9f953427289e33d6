/** The arguments of a call of `fetch`, whichever form was used. */
export interface FetchArguments {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly signal: AbortSignal | undefined;
}

export function fetchArguments(input: RequestInfo | URL, init: RequestInit | undefined): FetchArguments {
  const request = typeof input === 'object' && 'url' in input ? input : undefined;
  const url = typeof input === 'string' ? input : 'url' in input ? input.url : input.href;
  return {
    url,
    method: (init?.method ?? request?.method ?? 'GET').toUpperCase(),
    headers: new Headers(init?.headers ?? request?.headers),
    signal: init?.signal ?? request?.signal,
  };
}
