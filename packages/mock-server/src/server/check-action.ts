/**
 * Validates actions sent to `/__control`. They come from scripts in any language, unchecked by a compiler: a wrong value must not
 * do something else than was meant, nor create a run that no client can read.
 */
import { ACTION_FIELDS } from '../backend/action-fields.js';
import { isObject, problemOf } from '../lib/fields.js';
import type { Fields } from '../lib/fields.js';
import type { ControlAction } from './control-route.js';

/** The body is not a valid action. */
export class BadActionError extends Error {
  override readonly name = 'BadActionError';
}

/** The compiler checks that no action is missing. */
const FIELDS: Readonly<Record<ControlAction['action'], Fields>> = ACTION_FIELDS;

/** Returns the body as an action, or throws a {@link BadActionError} that says what is wrong. */
export function checkAction(body: unknown): ControlAction {
  if (!isObject(body) || !('action' in body))
    throw new BadActionError('The body needs an "action", e.g. {"action":"cut","runId":"demo"}.');
  const fields = Object.entries(FIELDS).find(([name]) => name === body['action'])?.[1];
  if (!fields) throw new BadActionError(`Unknown action. Use one of: ${Object.keys(FIELDS).join(', ')}.`);
  // Fields that the action does not have are left out: scripts may send more than it needs.
  const own = Object.entries(body).filter(([name]) => name === 'action' || Object.hasOwn(fields, name));
  const values = Object.fromEntries(own);
  const problem = problemOf(fields, values);
  if (problem !== undefined) throw new BadActionError(problem);
  if (body['action'] === 'append' && values['lines'] === undefined && values['count'] === undefined)
    throw new BadActionError('"append" needs "lines", or "count" for that many numbered lines.');
  return values as unknown as ControlAction;
}
