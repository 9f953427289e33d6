import { fail, nothing, ok, skip, warn, type Check, type Finding } from '../finding.js';
import { needsToken, type HttpAnswer, type Observations } from '../observations.js';

const allows = ({ headers }: HttpAnswer, origin: string): boolean => {
  const allowed = headers['access-control-allow-origin'];
  return allowed === '*' || allowed === origin;
};

const has = (header: string | undefined, word: string): boolean =>
  (header ?? '').split(',').some((one) => one.trim().toLowerCase() === word);

/** In nginx, `always` puts the header on refusals too. */
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
    return fail('cors', `A page from ${origin} may not read ${where.join(' and ')}.`, header(origin));
  if (withoutToken?.status !== undefined && withoutToken.status >= 400 && !allows(withoutToken, origin))
    return warn(
      'cors',
      'Refusals have no CORS header: a page sees a dead network where it is refused.',
      `${header(origin)} On errors too.`,
    );
  return ok('cors', `A page from ${origin} may read the log.`);
}

function asked({ preflight }: Observations, origin: string): readonly Finding[] {
  if (!preflight) return nothing;
  const { status, headers } = preflight;
  const fix =
    'Answer OPTIONS without asking for a token: status 204, Access-Control-Allow-Origin, Access-Control-Allow-Headers: Authorization.';
  if (status === undefined || status < 200 || status > 299)
    return fail(
      'preflight',
      `The browser's question before a request with a token gets ${status ?? 'no answer'}.`,
      fix,
    );
  // A star does not stand for Authorization.
  if (!allows(preflight, origin) || !has(headers['access-control-allow-headers'], 'authorization'))
    return fail('preflight', 'A page may not send its token.', fix);
  return ok('preflight', 'A page may send its token.');
}

function exposed({ list }: Observations): readonly Finding[] {
  const names = list.headers['access-control-expose-headers'];
  if (has(names, '*') || has(names, 'retry-after')) return nothing;
  return warn(
    'exposed headers',
    'A page cannot read Retry-After: it comes back when it likes.',
    'Send Access-Control-Expose-Headers: Retry-After, Content-Disposition.',
  );
}

/** A page of another origin may read the log. */
export const cors: Check = (seen) => {
  const { origin } = seen;
  if (origin === undefined)
    return skip('cors', 'Not checked. Say where your page comes from: --origin https://app.example.');
  return [
    ...answers(seen, origin),
    ...(seen.hasToken || needsToken(seen.backend) ? asked(seen, origin) : nothing),
    ...exposed(seen),
  ];
};
