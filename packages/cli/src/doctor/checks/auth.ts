import { fail, nothing, ok, warn, type Check, type Finding } from '../finding.js';
import { needsToken, type HttpAnswer, type Observations } from '../observations.js';

const USE_401 =
  'Answer 401 without a valid token: a client may ask for a new token and try again. 403 is final.';

/** Whether the backend's contract asks for a token, or only the caller has one. */
type Guard = 'must' | 'may' | 'none';

const guardOf = (seen: Observations): Guard =>
  needsToken(seen.backend) ? 'must' : seen.hasToken ? 'may' : 'none';

function judge(check: string, who: string, answer: HttpAnswer, seen: Observations): readonly Finding[] {
  const { status, error, html } = answer;
  const guard = guardOf(seen);
  if (status === 401) return ok(check, `${who} is refused with 401.`);
  if (status === 403) return warn(check, `${who} is refused with 403.`, USE_401);
  if (status !== undefined && status >= 300 && status < 400)
    return warn(check, `${who} is sent elsewhere (${status}), as to a login page.`, USE_401);
  if (status === undefined) return warn(check, `${who} gets no answer (${error ?? 'no reason'}).`, USE_401);
  if (html) return warn(check, `${who} is shown a web page (status ${status}).`, USE_401);
  if (status < 300)
    return guard === 'none'
      ? ok(check, `${who} can read: this backend asks for no token.`)
      : (guard === 'must' ? fail : warn)(
          check,
          `${who} can read.`,
          'Check the token on this route, in the server or the proxy.',
        );
  // A log that is not there may be told before the token is looked at.
  if (status === 404 && seen.hasId && seen.list.status === 404) return nothing; // to those who may read it, too
  if (status === 404)
    return warn(check, `${who} is told 404.`, 'Check the token before the id, and answer 401.');
  return warn(check, `${who} is refused with ${status}.`, USE_401);
}

/** What REST says to a client without a token. */
export const withoutToken: Check = (seen) =>
  seen.withoutToken ? judge('no token', 'A request without a token', seen.withoutToken, seen) : nothing;

/** What REST says to a client with a wrong token. */
export const wrongToken: Check = (seen) =>
  seen.wrongToken ? judge('wrong token', 'A request with a made-up token', seen.wrongToken, seen) : nothing;

/** The stream is guarded as the list is. */
export const streamToken: Check = (seen) =>
  seen.streamWithoutToken && guardOf(seen) !== 'none'
    ? judge('stream token', 'A stream without a token', seen.streamWithoutToken, seen)
    : nothing;
