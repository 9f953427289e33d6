import { fail, nothing, ok, skip, warn, type Check, type Finding } from '../finding.js';
import { needsToken, type HttpAnswer, type Observations } from '../observations.js';

const allows = ({ headers }: HttpAnswer, origin: string): boolean => {
  const allowed = headers['access-control-allow-origin'];
  return allowed === '*' || allowed === origin;
};

const has = (header: string | undefined, word: string): boolean =>
  (header ?? '').split(',').some((one) => one.trim().toLowerCase() === word);

/** In nginx, `always` adds the header to error responses, too. */
const header = (origin: string): string =>
  `Send Access-Control-Allow-Origin: ${origin} (nginx: add_header Access-Control-Allow-Origin ${origin} always;).`;

function answers(seen: Observations, origin: string): readonly Finding[] {
  const { list, stream, withoutToken } = seen;
  const where = [
    ...(allows(list, origin) ? [] : ['REST']),
    ...(stream && stream.answer.status !== undefined && !stream.answer.html && !allows(stream.answer, origin)
      ? ['the stream']
      : []),
  ];
  if (where.length > 0)
    return fail(
      'cors',
      `A page from ${origin} is not allowed to read ${where.join(' and ')}.`,
      header(origin),
    );
  if (withoutToken?.status !== undefined && withoutToken.status >= 400 && !allows(withoutToken, origin))
    return warn(
      'cors',
      'Error responses have no CORS header: a page sees a network error instead of the status.',
      `${header(origin)} Send it with error responses, too.`,
    );
  return ok('cors', `A page from ${origin} is allowed to read the log.`);
}

function asked({ preflight }: Observations, origin: string): readonly Finding[] {
  if (!preflight) return nothing;
  const { status, headers } = preflight;
  const fix =
    'Answer OPTIONS without requiring a token: status 204, Access-Control-Allow-Origin, Access-Control-Allow-Headers: Authorization.';
  if (status === undefined || status < 200 || status > 299)
    return fail(
      'preflight',
      `The preflight (OPTIONS) that a browser sends before a request with a token gets ${status ?? 'no answer'}.`,
      fix,
    );
  // The wildcard `*` does not cover Authorization.
  if (!allows(preflight, origin) || !has(headers['access-control-allow-headers'], 'authorization'))
    return fail('preflight', 'A page is not allowed to send its token.', fix);
  return ok('preflight', 'A page is allowed to send its token.');
}

function exposed({ list }: Observations): readonly Finding[] {
  const names = list.headers['access-control-expose-headers'];
  if (has(names, '*') || has(names, 'retry-after')) return nothing;
  return warn(
    'exposed headers',
    'A page cannot read Retry-After, so it does not know when to retry.',
    'Send Access-Control-Expose-Headers: Retry-After, Content-Disposition.',
  );
}

/** A page from another origin is allowed to read the log. */
export const cors: Check = (seen) => {
  const { origin } = seen;
  if (origin === undefined)
    return skip('cors', 'Not checked. Give the origin of your page: --origin https://app.example.');
  return [
    ...answers(seen, origin),
    ...(seen.hasToken || needsToken(seen.backend) ? asked(seen, origin) : nothing),
    ...exposed(seen),
  ];
};
