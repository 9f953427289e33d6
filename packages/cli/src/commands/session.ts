/** The options of `tail` that decide what goes over the wire. A recording stores them, so that its replay asks for the same. */
import type { LogStreamOptions, OpenOptions, TransportName } from '@tailrace/core';
import { baseUrl, oneOf } from '../args/checks.js';
import { BACKENDS, type Target } from '../args/command.js';
import { given } from '../given.js';
import { UsageError } from '../usage-error.js';
import { BACKOFF } from './first-contact.js';
import { BUFFER } from './print-stream.js';

/** Which lines are read, and how. */
export interface Session {
  readonly transport: TransportName | undefined;
  readonly follow: boolean;
  readonly since: string | undefined;
  readonly tail: number | undefined;
}

export function sourceOptions({ tail, transport }: Session): OpenOptions {
  return given({ tail: tail ?? BUFFER.bufferLines, transport });
}

export function streamOptions({ follow, since, tail, ...session }: Session): LogStreamOptions {
  const transport = follow ? session.transport : 'polling';
  return given({ backoff: BACKOFF, transport, since, history: tail });
}

/** A session as the `about` of a recording. */
export function aboutSession(session: Session & Target): Readonly<Record<string, string>> {
  const { backend, baseUrl, id, transport, follow, since, tail } = session;
  return given({
    backend,
    baseUrl,
    id,
    transport,
    follow: follow ? undefined : 'no',
    since,
    tail: tail?.toString(),
  });
}

const TRANSPORTS: readonly TransportName[] = ['websocket', 'sse', 'polling'];

/** The session described by the `about` of a recording, where `target` takes precedence. Throws a {@link UsageError} if that is not enough. */
export function sessionOf(
  about: Readonly<Record<string, string>>,
  target: Target | undefined,
): Session & Target {
  const tail = Number(about['tail'] ?? Number.NaN);
  return {
    ...(target ?? targetOf(about)),
    transport: TRANSPORTS.find((name) => name === about['transport']),
    follow: about['follow'] !== 'no',
    since: about['since'],
    tail: Number.isSafeInteger(tail) && tail >= 0 ? tail : undefined,
  };
}

function targetOf(about: Readonly<Record<string, string>>): Target {
  const { backend, baseUrl: url, id } = about;
  if (backend === undefined || url === undefined)
    throw new UsageError(
      'This recording does not name its log. Name it: tailrace replay FILE <backend> <baseUrl> [id].',
      'replay',
    );
  return {
    backend: oneOf('The backend of the recording', backend, BACKENDS, 'replay'),
    baseUrl: baseUrl(url, 'replay'),
    id,
    token: undefined,
  };
}

/** Whether a log mixes the lines of several runs. */
export function mixesRuns({ id }: Pick<Target, 'id'>): boolean {
  return id === undefined || id.startsWith('type:');
}
