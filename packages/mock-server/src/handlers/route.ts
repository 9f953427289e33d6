import { http } from 'msw';
import type { HttpHandler } from 'msw';
import type { BackendContext } from '../backend/context.js';
import type { BackendName } from '../backend/backend-name.js';
import { bearerOf } from '../backend/tokens.js';
import { preflight, withCors } from './cors.js';
import { refused } from './responses.js';

/** One request, parsed as far as all endpoints need it. */
export interface Call {
  readonly request: Request;
  readonly query: URLSearchParams;
  /** A path parameter, decoded. */
  param(name: string): string;
  readonly token: string | undefined;
}

export interface Route {
  readonly backend: BackendName;
  /** Refusals apply to streams and REST calls separately. */
  readonly kind: 'stream' | 'rest';
  /** Path with `:name` parameters. */
  readonly path: string;
  /** The answer to a call without an accepted token; used only if the backend requires one. */
  readonly unauthorized: () => Response;
  readonly answer: (call: Call) => Response | Promise<Response>;
}

/** The handlers of one GET endpoint: the endpoint itself and its preflight. */
export function route(
  context: BackendContext,
  { backend, kind, path, unauthorized, answer }: Route,
): HttpHandler[] {
  return [
    http.get(`${context.base}${path}`, async ({ request, params }) => {
      const url = new URL(request.url);
      const token = bearerOf(request.headers.get('authorization'));
      const accepted = context.tokens[backend];
      const authorised = accepted === null || (token !== undefined && accepted.includes(token));
      const answered = context.received.arrived(
        { backend, kind: kind === 'stream' ? 'sse' : kind, method: request.method, authorised },
        url,
      );
      const respond = (response: Response): Response => {
        answered(response.status);
        return withCors(response);
      };
      const refusal = context.refusals.take(backend, kind);
      if (refusal) return respond(refused(refusal));
      if (!authorised) return respond(unauthorized());
      const param = (name: string): string => String(params[name] ?? '');
      return respond(await answer({ request, query: url.searchParams, param, token }));
    }),
    http.options(`${context.base}${path}`, () => preflight()),
  ];
}
