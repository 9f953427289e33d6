import { expect } from 'vitest';
import type { TestClock } from '../../lib/test-clock.js';
import type { VariantOverrides } from '../../backend/variants.js';
import type { LineInput } from '../../store/log-line.js';
import type { Harness } from '../drivers.js';

/** An endpoint of the wire contract, and everything the contract says about it. */
export interface Endpoint {
  readonly path: string;
  /** Its query parameters. Rows must test each of them, and bounded ones also beyond their bounds. */
  readonly takes: Readonly<Record<string, 'bounded' | 'free'>>;
  readonly rows: readonly Row[];
}

export type Row = RestRow | SseRow | SocketRow;

interface Question {
  /** What the contract says, in a few words. */
  readonly says: string;
  /** The query, or a path (beginning with a slash) instead of the endpoint's own, whose parameters are `demo`. */
  readonly ask?: string;
  /** Default: the accepted token; null for none. */
  readonly token?: string | null;
  /** The variants of this server. Default: those of the contract. */
  readonly reads?: VariantOverrides;
  /** Prepares the server. Default: the run `demo`, empty. */
  readonly given?: (server: Harness) => void;
  /** Paths of event streams and WebSockets that are already open. */
  readonly listeners?: readonly string[];
}

export interface RestRow extends Question {
  /** Default 200. */
  readonly status?: number;
  /** Headers of the response. */
  readonly headers?: Readonly<Record<string, unknown>>;
  /** The whole JSON body. */
  readonly body?: unknown;
  /** Some fields of the JSON body. */
  readonly has?: unknown;
  /** The messages of its rows, in order. */
  readonly messages?: readonly string[];
  /** The body as text. */
  readonly text?: unknown;
}

export interface SseRow extends Question {
  readonly headers?: Readonly<Record<string, unknown>>;
  /** What happens once the stream is open. */
  readonly then?: (server: Harness, clock: TestClock) => void | Promise<void>;
  /** Every event the stream sends, in order: name and data. */
  readonly events: readonly (readonly [string, unknown])[];
  /** Comments of the stream, in order. Default: not checked. */
  readonly comments?: readonly string[];
  /** The milliseconds of its `retry:`. Default: none. */
  readonly retry?: number;
  /** Whether the stream then ends. Default false. */
  readonly ends?: boolean;
}

export interface SocketRow extends Question {
  /** Default: none. */
  readonly subprotocols?: readonly string[];
  readonly then?: (server: Harness, clock: TestClock) => void | Promise<void>;
  /** Every frame the socket sends, in order, as JSON or else as text. */
  readonly frames: readonly unknown[];
  /** The code it then closes with, and the reason. Default: it stays open. */
  readonly closes?: readonly [code: number, reason: unknown];
}

/** Writes lines into `demo`: a number of numbered lines, or the given ones. */
export const lines =
  (written: number | readonly (string | LineInput)[]) =>
  ({ control }: Harness): void => {
    control.append('demo', written);
  };

/** Does one after the other. */
export const both =
  (...steps: readonly ((server: Harness) => void)[]) =>
  (server: Harness): void => {
    for (const step of steps) step(server);
  };

/** The messages of the server's numbered lines. */
export const numbered = (first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, i) => `line ${first + i}`);

/** Matchers, typed as unknown so that they can stand for anything. */
export const like = (pattern: RegExp): unknown => expect.stringMatching(pattern);
export const having = (text: string): unknown => expect.stringContaining(text);
export const fields = (part: object): unknown => expect.objectContaining(part);
export const text: unknown = expect.any(String);
/** A timestamp with microseconds. */
export const stamp = like(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);

/** The answer to a parameter that is out of bounds. */
export const refused = (ask: string): RestRow => ({
  says: `answers 422 to ${ask}`,
  ask,
  status: 422,
  body: { detail: [{ loc: ['query', ask.split('=')[0]], msg: text, type: text }] },
});
