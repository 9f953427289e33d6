import { fail, nothing, ok, warn, type Check, type Finding } from '../finding.js';
import { needsToken, type HttpAnswer, type Observations } from '../observations.js';

const USE_401 =
  'Answer 401 if the token is missing or invalid: a client can then get a new one and retry. 403 is final.';

/** Whether the backend's contract requires a token (`must`), or only the caller passed one (`may`). */
type Guard = 'must' | 'may' | 'none';

const guardOf = (seen: Observations): Guard =>
  needsToken(seen.backend) ? 'must' : seen.hasToken ? 'may' : 'none';

function judge(check: string, who: string, answer: HttpAnswer, seen: Observations): readonly Finding[] {
  const { status, error, html } = answer;
  const guard = guardOf(seen);
  if (status === 401) return ok(check, `${who} is refused with 401.`);
  if (status === 403) return warn(check, `${who} is refused with 403.`, USE_401);
  if (status !== undefined && status >= 300 && status < 400)
    return warn(check, `${who} is redirected (${status}), perhaps to a login page.`, USE_401);
  if (status === undefined)
    return warn(check, `${who} gets no answer (${error ?? 'no reason given'}).`, USE_401);
  if (html) return warn(check, `${who} gets a web page (status ${status}).`, USE_401);
  if (status < 300)
    return guard === 'none'
      ? ok(check, `${who} can read the log: this backend requires no token.`)
      : (guard === 'must' ? fail : warn)(
          check,
          `${who} can read the log.`,
          'Check the token on this route, in the server or the proxy.',
        );
  // A server may answer 404 before it checks the token.
  if (status === 404 && seen.hasId && seen.list.status === 404) return nothing; // readers with a token get 404 as well
  if (status === 404)
    return warn(check, `${who} gets 404.`, 'Check the token before the id, and answer 401.');
  return warn(check, `${who} is refused with ${status}.`, USE_401);
}

/** How REST answers a client without a token. */
export const withoutToken: Check = (seen) =>
  seen.withoutToken ? judge('no token', 'A request without a token', seen.withoutToken, seen) : nothing;

/** How REST answers a client with a wrong token. */
export const wrongToken: Check = (seen) =>
  seen.wrongToken ? judge('wrong token', 'A request with a made-up token', seen.wrongToken, seen) : nothing;

/** The stream requires a token, as the list does. */
export const streamToken: Check = (seen) =>
  seen.streamWithoutToken && guardOf(seen) !== 'none'
    ? judge('stream token', 'A stream without a token', seen.streamWithoutToken, seen)
    : nothing;
