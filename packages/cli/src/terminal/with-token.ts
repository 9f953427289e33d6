import type { DoctorCommand, DownloadCommand, TailCommand } from '../args/command.js';
import { checkToken } from '../args/parse-target.js';
import { UsageError } from '../usage-error.js';
import type { Io } from './io.js';

/** No token is this long; stdin must be the wrong file. */
const LONGEST = 64 * 1024;

/** The command with its token read from stdin, if `--token -` asks for that. */
export async function withToken<C extends TailCommand | DownloadCommand | DoctorCommand>(
  command: C,
  stdin: Io['stdin'],
): Promise<C> {
  if (command.token !== '-') return command;
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of stdin) {
    text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    if (text.includes('\n') || text.length > LONGEST) break;
  }
  const token = (text.split('\n')[0] ?? '').trim();
  if (token === '')
    throw new UsageError('--token - reads the token from stdin, but stdin is empty.', command.name);
  return { ...command, token: checkToken(token, command.name) };
}
