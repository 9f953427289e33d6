/** Any page may read the backends, because a reference server exists for browser clients. */
const headers: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers': 'Content-Disposition, Content-Length, Retry-After',
};

/** Lets pages of any origin read the response. */
export function withCors(response: Response): Response {
  // A network error has status 0 and takes no headers.
  if (response.status !== 0)
    for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

/** The answer to a preflight request, which allows bearer and cursor headers. */
export function preflight(): Response {
  return new Response(null, {
    status: 204,
    headers: {
      ...headers,
      'Access-Control-Allow-Methods': 'GET, HEAD, OPTIONS',
      'Access-Control-Allow-Headers': 'Authorization, Content-Type, Accept, Cache-Control, Last-Event-ID',
      'Access-Control-Max-Age': '600',
    },
  });
}
