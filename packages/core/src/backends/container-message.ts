/** Decodes the frames of a service's WebSocket: one or several JSON envelopes, or bare text. */
import { isRecord, parseJson, readString, type JsonRecord } from '../lib/json.js';
import { splitLines } from '../lib/split-lines.js';
import type { ContainerLineReader } from './container-lines.js';
import { ignored, malformed, serverRefused, unknownPayload } from './decoding.js';
import type { Signal } from './source.js';

/** A message of a service's WebSocket. A frame contains one, several (one per line), or a JSON list of them. */
export type ContainerMessage =
  | { readonly type: 'log'; readonly service?: string; readonly content: string }
  | { readonly type: 'error'; readonly message: string };

/** What a line was decoded from: a WebSocket message, or the bare text of a REST line or of text outside a message. */
export type ContainerRaw = Extract<ContainerMessage, { type: 'log' }> | string;

type Signals = readonly Signal<ContainerRaw>[];

const BYTE_ORDER_MARK = 0xfeff;
const OPENING_BRACE = 123;
const OPENING_BRACKET = 91;

type Envelope = JsonRecord & { readonly type: string };

function isEnvelope(value: unknown): value is Envelope {
  return isRecord(value) && typeof value['type'] === 'string';
}

const TYPES: ReadonlySet<string> = new Set(['log', 'error', 'status_update']);

/**
 * Whether the parts of a frame are messages of the protocol. A service may itself log JSON with a `type`, even `error`, and that must not
 * end the log. So either one part must be a `log` message, or every part must be an envelope of a known type.
 */
function areMessages(parts: readonly unknown[]): boolean {
  const isLog = (part: unknown): boolean =>
    isEnvelope(part) && part.type === 'log' && typeof part['content'] === 'string';
  return (
    parts.some(isLog) || (parts.length > 0 && parts.every((part) => isEnvelope(part) && TYPES.has(part.type)))
  );
}

/** Parses a text that may be a message or a list of them; undefined if it is not. */
function parseMessage(text: string): unknown {
  const first = text.charCodeAt(0);
  // Many log lines begin with a bracket, and a failing parse is expensive.
  const mayBeJson = first === OPENING_BRACE || (first === OPENING_BRACKET && text.trimEnd().endsWith(']'));
  return mayBeJson ? parseJson(text) : undefined;
}

/** A part of a list as text; undefined if it is nested too deeply to be serialised. */
function textOf(part: unknown): string | undefined {
  if (typeof part === 'string') return part;
  try {
    return JSON.stringify(part);
  } catch {
    return undefined; // the caller reports it as malformed
  }
}

/** Decodes one frame. Never throws. `title` names the log in errors. */
export function decodeContainerFrame(
  sent: string,
  title: string,
  readLine: ContainerLineReader<ContainerRaw>,
): Signals {
  const linesOf = (text: string, raw: ContainerRaw): Signals =>
    splitLines(text).map((line) => ({ type: 'line', line: readLine(line, raw) }));

  function decodeEnvelope(message: Envelope): Signals {
    switch (message.type) {
      case 'log': {
        const content = message['content'];
        if (typeof content !== 'string') return [malformed('the log has no content', message)];
        return linesOf(content, message as unknown as ContainerRaw);
      }
      case 'error':
        return [{ type: 'fatal', error: serverRefused(title, readString(message['message'])) }];
      case 'status_update':
        return [ignored('a status change')];
      default:
        return [unknownPayload(`message of type ${message.type}`)];
    }
  }

  function decodePart(part: unknown): Signals {
    if (isEnvelope(part)) return decodeEnvelope(part);
    const text = textOf(part);
    return text === undefined ? [malformed('a part of the list is no log', part)] : linesOf(text, text);
  }

  /** Decodes a message or a list of them; undefined for any other value. */
  function decodeValue(value: unknown): Signals | undefined {
    if (isEnvelope(value)) return decodeEnvelope(value);
    return Array.isArray(value) && areMessages(value) ? value.flatMap(decodePart) : undefined;
  }

  /** Decodes a text with messages, or lists of them, in some of its lines; undefined for any other text. */
  function decodeLines(text: string): Signals | undefined {
    if (!text.includes('\n')) return undefined;
    const lines = splitLines(text).filter((line) => line.trim() !== '');
    const values = lines.map(parseMessage);
    if (!areMessages(values.flat())) return undefined;
    return lines.flatMap((line, at) => decodeValue(values[at]) ?? linesOf(line, line));
  }

  const data = sent.charCodeAt(0) === BYTE_ORDER_MARK ? sent.slice(1) : sent;
  // Anything that is no envelope is a line as it is, including JSON that the service logs.
  return decodeValue(parseMessage(data)) ?? decodeLines(data) ?? linesOf(data, data);
}
