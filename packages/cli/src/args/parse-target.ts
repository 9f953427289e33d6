import { UsageError } from '../usage-error.js';
import { baseUrl, oneOf } from './checks.js';
import { BACKENDS, type BackendName, type Target, type TargetCommandName } from './command.js';
import type { ParsedFlags } from './flags.js';
import type { ParseContext } from './parse.js';

/** What each backend calls the id of a log. */
export const ID_WORDS: Readonly<Record<BackendName, string>> = {
  codespace: 'task id',
  prismq: 'run id',
  stratal: 'job run id',
  containers: 'service name',
};

/** Whether the id may be left out: stratal has a log of all runs, and some of the doctor's checks need no log. */
function mayLackId(command: TargetCommandName, backend: BackendName): boolean {
  return command === 'doctor' || (command !== 'download' && backend === 'stratal');
}

/** Parses `<backend> <baseUrl> [id]` and the token. */
export function parseTarget(
  flags: ParsedFlags,
  context: ParseContext,
  command: TargetCommandName,
  operands: readonly string[] = flags.operands,
): Target {
  const [backendWord, urlWord, id, ...surplus] = operands;
  if (backendWord === undefined)
    throw new UsageError(
      `Missing backend: tailrace ${command} <codespace|prismq|stratal|containers> <baseUrl> ${command === 'download' ? '<id>' : '[id]'}.`,
      command,
    );
  const backend = oneOf('The backend', backendWord, BACKENDS, command);
  if (urlWord === undefined)
    throw new UsageError(
      `Missing base URL: tailrace ${command}${command === 'replay' ? ' FILE' : ''} ${backend} http://127.0.0.1:4280 ${mayLackId(command, backend) ? '[id]' : '<id>'}.`,
      command,
    );
  const url = baseUrl(urlWord, command);
  if (id === '' || (id === undefined && !mayLackId(command, backend)))
    throw new UsageError(`Missing ${ID_WORDS[backend]}: ${backend} needs one after the base URL.`, command);
  // The surplus word may be a token whose --token was forgotten, so it is not repeated.
  if (surplus.length > 0 || flags.rest !== undefined)
    throw new UsageError(
      `Too many arguments after the ${ID_WORDS[backend]}; options begin with two dashes.`,
      command,
    );
  const variable = context.env['TAILRACE_TOKEN'];
  const token = flags.values.get('token') ?? (variable === '' ? undefined : variable);
  return { backend, baseUrl: url, id, token: token === undefined ? undefined : checkToken(token, command) };
}

/** Checked here because a line break in a header or a URL fails later with an obscure error, or changes the request. */
export function checkToken(token: string, command: TargetCommandName): string {
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new UsageError(
    'The token contains a space, a line break or another character that no token has. Copy it again.',
    command,
  );
}
