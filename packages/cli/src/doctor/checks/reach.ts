import { fail, nothing, ok, seconds, warn, type Check } from '../finding.js';

const LOCAL = /^https?:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:|\/|$)/i;

/** Somebody answers, and it is a server of logs. */
export const reach: Check = ({ list }) => {
  const { status, error, ms, html } = list;
  if (status === undefined)
    return fail(
      'reach',
      `There is no answer (${error ?? 'no reason given'}).`,
      'Check the address and the port, that the server runs, and that no firewall is in between.',
    );
  if (status >= 500)
    return fail(
      'reach',
      `The server fails with status ${status}.`,
      'Look into the logs of the server, and of the proxy before it.',
    );
  if (html)
    return fail(
      'reach',
      `The answer is a web page (status ${status}), not the backend's.`,
      'Let the base URL end where the backend begins, and let the proxy pass these paths on instead of answering them.',
    );
  return ok('reach', `The server answers in ${seconds(ms)}.`);
};

/** A token does not travel in the clear. */
export const encryption: Check = ({ baseUrl, hasToken }) =>
  hasToken && /^http:/i.test(baseUrl) && !LOCAL.test(baseUrl)
    ? warn('encryption', 'The token travels unencrypted.', 'Serve the backend over https.')
    : nothing;
