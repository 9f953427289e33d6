import { UsageError } from '../usage-error.js';
import { baseUrl, oneOf } from './checks.js';
import { BACKENDS, type BackendName, type Target } from './command.js';
import type { ParsedFlags } from './flags.js';
import type { ParseContext } from './parse.js';

/** What a backend calls the thing whose log is read. */
export const ID_WORDS: Readonly<Record<BackendName, string>> = {
  codespace: 'task id',
  prismq: 'run id',
  stratal: 'job run id',
  containers: 'service name',
};

/** Reads `<backend> <baseUrl> [id]` and the token. The id of a `tail stratal` may be left out. */
export function parseTarget(flags: ParsedFlags, context: ParseContext, command: 'tail' | 'download'): Target {
  const [backendWord, urlWord, id, ...surplus] = flags.operands;
  if (backendWord === undefined)
    throw new UsageError(
      `Say which backend: tailrace ${command} <codespace|prismq|stratal|containers> <baseUrl> <id>.`,
      command,
    );
  const backend = oneOf('The backend', backendWord, BACKENDS, command);
  if (urlWord === undefined)
    throw new UsageError(
      `Say where ${backend} is: tailrace ${command} ${backend} http://127.0.0.1:4280 <id>.`,
      command,
    );
  const url = baseUrl(urlWord, command);
  if (id === '' || (id === undefined && !(command === 'tail' && backend === 'stratal')))
    throw new UsageError(
      `Say which log: ${backend} needs a ${ID_WORDS[backend]} after the base URL.`,
      command,
    );
  // The surplus word may be a token that lacks its --token, so it is not repeated.
  if (surplus.length > 0 || flags.rest !== undefined)
    throw new UsageError(
      `There are words too many after the ${ID_WORDS[backend]}; options begin with two dashes.`,
      command,
    );
  const variable = context.env['TAILRACE_TOKEN'];
  const token = flags.values.get('token') ?? (variable === '' ? undefined : variable);
  return { backend, baseUrl: url, id, token: token === undefined ? undefined : checkToken(token, command) };
}

/** A header or a URL that carries a line break is either refused far away or does harm there. */
export function checkToken(token: string, command: 'tail' | 'download'): string {
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new UsageError(
    'The token holds a space, a line break or another character that no token has. Copy it again.',
    command,
  );
}
