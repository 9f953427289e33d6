import { fail, nothing, ok, seconds, warn, type Check } from '../finding.js';

const LOCAL = /^https?:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:|\/|$)/i;

/** Something answers, and it is the backend. */
export const reach: Check = ({ list }) => {
  const { status, error, ms, html } = list;
  if (status === undefined)
    return fail(
      'reach',
      `The server does not answer (${error ?? 'no reason given'}).`,
      'Check the address and the port, that the server is running, and that no firewall is in between.',
    );
  if (status >= 500)
    return fail(
      'reach',
      `The server fails with status ${status}.`,
      'Look into the logs of the server, and of the proxy in front of it.',
    );
  if (html)
    return fail(
      'reach',
      `The answer is a web page (status ${status}) and does not come from the backend.`,
      'End the base URL where the paths of the backend begin, and make the proxy forward these paths instead of answering them.',
    );
  return ok('reach', `The server answers in ${seconds(ms)}.`);
};

/** The token is not sent in the clear. */
export const encryption: Check = ({ baseUrl, hasToken }) =>
  hasToken && /^http:/i.test(baseUrl) && !LOCAL.test(baseUrl)
    ? warn('encryption', 'The token is sent unencrypted.', 'Serve the backend over https.')
    : nothing;
