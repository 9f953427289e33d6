/** Reading the messages of a service's WebSocket: envelopes, one or several in a frame, and what has none. */
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
 * Whether the parts of a frame are messages. Services write JSON with a `type` too, one of them perhaps `error`, and that
 * must not end the log: among parts that are no envelopes, only a log is taken for one.
 */
function areMessages(parts: readonly unknown[]): boolean {
  const isLog = (part: unknown): boolean =>
    isEnvelope(part) && part.type === 'log' && typeof part['content'] === 'string';
  return (
    parts.some(isLog) || (parts.length > 0 && parts.every((part) => isEnvelope(part) && TYPES.has(part.type)))
  );
}

/** The value of a text that may be a message or a list of them. */
function parseMessage(text: string): unknown {
  const first = text.charCodeAt(0);
  // Many a log line begins with a bracket, and a parse that fails is dear.
  const maybe = first === OPENING_BRACE || (first === OPENING_BRACKET && text.trimEnd().endsWith(']'));
  return maybe ? parseJson(text) : undefined;
}

/** A part of a list, as the text it is as a line of its own; undefined when it is nested too deeply to be written. */
function textOf(part: unknown): string | undefined {
  if (typeof part === 'string') return part;
  try {
    return JSON.stringify(part);
  } catch {
    return undefined; // the caller counts it
  }
}

/** Reads one frame. Never throws. `title` names the log in errors. */
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
        return [ignored('a change of status')];
      default:
        return [unknownPayload(`message of type ${message.type}`)];
    }
  }

  function decodePart(part: unknown): Signals {
    if (isEnvelope(part)) return decodeEnvelope(part);
    const text = textOf(part);
    return text === undefined ? [malformed('a part of the list is no log', part)] : linesOf(text, text);
  }

  /** What a value says that is a message or a list of them; undefined for any other. */
  function decodeValue(value: unknown): Signals | undefined {
    if (isEnvelope(value)) return decodeEnvelope(value);
    return Array.isArray(value) && areMessages(value) ? value.flatMap(decodePart) : undefined;
  }

  /** What a text says that has a message, or a list of them, in some of its lines; undefined for any other. */
  function decodeLines(text: string): Signals | undefined {
    if (!text.includes('\n')) return undefined;
    const lines = splitLines(text).filter((line) => line.trim() !== '');
    const values = lines.map(parseMessage);
    if (!areMessages(values.flat())) return undefined;
    return lines.flatMap((line, at) => decodeValue(values[at]) ?? linesOf(line, line));
  }

  const data = sent.charCodeAt(0) === BYTE_ORDER_MARK ? sent.slice(1) : sent; // a byte order mark says nothing
  // Anything that is no envelope is a line as it stands, JSON logs of the service included.
  return decodeValue(parseMessage(data)) ?? decodeLines(data) ?? linesOf(data, data);
}
