import { fail, lines, nothing, ok, skip, warn, type Check } from '../finding.js';

/** The list of lines exists and can be read. */
export const rest: Check = ({ list, hasId, hasToken }) => {
  const { status, headers, unreadable } = list;
  const missing = status === 404 || list.missing === true;
  if (status === undefined || list.html || status >= 500) return nothing; // reported by `reach`
  if (status === 401 || status === 403)
    return hasToken
      ? fail('rest', `The token is refused (${status}).`, 'Pass a token that is allowed to read this log.')
      : fail('rest', `A token is required (${status}).`, 'Pass one with TAILRACE_TOKEN or --token.');
  if (!hasId && missing) return ok('rest', 'A log that does not exist is refused.');
  if (missing)
    return fail('rest', `There is no such log (${status}).`, 'Check the id, and the path in the base URL.');
  if (status < 200 || status > 299)
    return fail(
      'rest',
      `The list of lines is refused with status ${status}.`,
      "Compare the request parameters with the backend's protocol.",
    );
  if (unreadable !== undefined)
    return fail(
      'rest',
      `The list of lines cannot be read: ${unreadable}`,
      "Compare the answer with the backend's protocol.",
    );
  const type = headers['content-type'] ?? 'none';
  if (!/\bjson\b/i.test(type))
    return warn(
      'rest',
      `The list of lines has the content type ${type}.`,
      'Send Content-Type: application/json.',
    );
  return ok('rest', `The list of lines can be read: ${lines(list.lines.length)}.`);
};

/** The server returns as many of the newest lines as were requested. */
export const paging: Check = ({ list, newestTwo }) => {
  if (!newestTwo) return nothing;
  if (list.lines.length < 3)
    return skip('paging', 'Not checked. The log has too few lines to request a part of them.');
  const newest = list.lines.at(-1);
  // The log may have grown since it was listed, and some backends are asked for an offset that a count gave earlier.
  const known = new Set(list.lines.map(({ key }) => key));
  const since = newestTwo.lines.filter(
    ({ key, time }) => !known.has(key) && (time ?? 0) >= (newest?.time ?? 0),
  );
  if (newestTwo.lines.length - since.length > 2)
    return fail(
      'paging',
      `Asked for the 2 newest lines, the server sends ${lines(newestTwo.lines.length)}.`,
      'Respect limit, offset and tail: without them, every page of history loads the whole log.',
    );
  const behind = (newestTwo.lines.at(-1)?.time ?? Infinity) < (newest?.time ?? -Infinity);
  if (newestTwo.lines.length === 0 || behind)
    return fail(
      'paging',
      'Asked for the 2 newest lines, the server sends older ones, or none.',
      'Sort as requested, count all rows in the total, and let tail mean the end of the log.',
    );
  return ok('paging', 'A part of the list can be requested.');
};
