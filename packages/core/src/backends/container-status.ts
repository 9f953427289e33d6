/** The container services and their states. */
import { LogStreamError } from '../errors.js';
import type { TokenPlace, TokenSource } from '../lib/http.js';
import { isRecord, parseJson, readString } from '../lib/json.js';
import { serverRefused } from './decoding.js';

/** A service that has a log. */
export interface ContainerService {
  readonly service: string;
  readonly status: string;
  readonly container_id: string;
}

/** The state of one service, as reported by the status stream. */
export interface ServiceStatusChange {
  readonly service: string;
  readonly status: string;
  /** Absent if the server does not report it. */
  readonly health?: string;
}

/** A decoded message of the status stream. */
export type StatusSignal =
  | { readonly type: 'changes'; readonly changes: readonly ServiceStatusChange[] }
  | { readonly type: 'error'; readonly error: LogStreamError };

/** The status WebSocket. Its first message contains every service, later ones only changes. */
export interface StatusSource {
  readonly backend: string;
  /** Equal keys mean the same stream. Contains no token. */
  readonly key: string;
  readonly title: string;
  /** Absolute `http(s):` URL, without token; the WebSocket transport turns it into `ws(s):`. */
  readonly url: string;
  /** Where the token goes. */
  readonly token: TokenPlace;
  /** The token itself, as configured. */
  readonly tokenSource?: TokenSource | undefined;
  /** Decodes one message; undefined if it reports nothing. Never throws. */
  decode(data: string): StatusSignal | undefined;
}

/** Decodes an entry of the list of services: an array of one, or an empty one if the entry has no name. */
export function readService(entry: unknown): readonly ContainerService[] {
  if (!isRecord(entry)) return [];
  const service = readString(entry['service']);
  if (service === undefined || service === '') return [];
  return [
    {
      service,
      status: readString(entry['status']) ?? 'unknown',
      container_id: readString(entry['container_id']) ?? '',
    },
  ];
}

function readChange(change: unknown): readonly ServiceStatusChange[] {
  if (!isRecord(change)) return [];
  const service = readString(change['service']);
  if (service === undefined || service === '') return [];
  const health = readString(change['health']);
  return [
    {
      service,
      status: readString(change['status']) ?? 'unknown',
      // Absent and not undefined, because changes are merged into the known state.
      ...(health === undefined ? {} : { health }),
    },
  ];
}

/** Decodes one message of the status stream; undefined if it reports nothing. Never throws. */
export function decodeStatus(data: string): StatusSignal | undefined {
  const message = parseJson(data);
  if (!isRecord(message)) return undefined;
  if (message['type'] === 'error') {
    const sentence = readString(message['message']);
    const refused = serverRefused('the status stream', sentence);
    // Some servers look for a service named "status" instead.
    if (refused.kind !== 'not-found') return { type: 'error', error: refused };
    return {
      type: 'error',
      error: new LogStreamError(
        'unsupported',
        'This server has no status stream: it looked for a service named "status". Call services() from time to time instead.',
      ),
    };
  }
  const changes = message['changes'];
  if (message['type'] !== 'status_update' || !Array.isArray(changes)) return undefined;
  return { type: 'changes', changes: changes.flatMap(readChange) };
}
