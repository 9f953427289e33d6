/** What of a `tail` decides what goes over the wire: the same in a recording and in its replay. */
import type { LogStreamOptions, OpenOptions, TransportName } from '@tailrace/core';
import { baseUrl, oneOf } from '../args/checks.js';
import { BACKENDS, type Target } from '../args/command.js';
import { UsageError } from '../usage-error.js';
import { BACKOFF } from './first-contact.js';
import { BUFFER } from './print-stream.js';

/** How a log is read. */
export interface Session {
  readonly transport: TransportName | undefined;
  readonly follow: boolean;
  readonly since: string | undefined;
  readonly tail: number | undefined;
}

export function sourceOptions({ tail, transport }: Session): OpenOptions {
  return { tail: tail ?? BUFFER.bufferLines, ...(transport === undefined ? {} : { transport }) };
}

export function streamOptions({ follow, since, tail, ...session }: Session): LogStreamOptions {
  const transport = follow ? session.transport : 'polling';
  return {
    backoff: BACKOFF,
    ...(transport === undefined ? {} : { transport }),
    ...(since === undefined ? {} : { since }),
    ...(tail === undefined ? {} : { history: tail }),
  };
}

/** A session as notes of a recording. */
export function aboutSession(session: Session & Target): Readonly<Record<string, string>> {
  const { backend, baseUrl, id, transport, follow, since, tail } = session;
  return {
    backend,
    baseUrl,
    ...(id === undefined ? {} : { id }),
    ...(transport === undefined ? {} : { transport }),
    ...(follow ? {} : { follow: 'no' }),
    ...(since === undefined ? {} : { since }),
    ...(tail === undefined ? {} : { tail: String(tail) }),
  };
}

const TRANSPORTS: readonly TransportName[] = ['websocket', 'sse', 'polling'];

/** The session that the notes tell of; `target` goes before theirs. Throws a {@link UsageError} where they do not say enough. */
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
      'This recording does not say of which log it is. Say it: tailrace replay FILE <backend> <baseUrl> [id].',
      'replay',
    );
  return {
    backend: oneOf('The backend of the recording', backend, BACKENDS, 'replay'),
    baseUrl: baseUrl(url, 'replay'),
    id,
    token: undefined,
  };
}
