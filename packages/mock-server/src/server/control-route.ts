import type { IncomingMessage, ServerResponse } from 'node:http';
import { backendNames } from '../backend/backend-name.js';
import type { BackendName } from '../backend/backend-name.js';
import type { BackendContext } from '../backend/context.js';
import type { ConnectionFilter, CutMode } from '../backend/connections.js';
import type { Control } from '../backend/control.js';
import type { Refusal } from '../backend/refusals.js';
import type { TokenOptions } from '../backend/tokens.js';
import type { VariantOverrides } from '../backend/variants.js';
import { UnknownRunError } from '../backend/control.js';
import { scenarios } from '../scenarios/index.js';
import type { LineInput } from '../store/log-line.js';
import type { RunKind, RunStatus } from '../store/run.js';
import { BadActionError, checkAction } from './check-action.js';

/** The answer to `GET /__control`. */
export interface ControlState {
  readonly runs: readonly {
    readonly id: string;
    readonly title: string;
    readonly status: RunStatus;
    /** Lines ever written. */
    readonly lines: number;
    readonly kind: RunKind;
  }[];
  /** A token that the protected backends accept, or null if there is none. */
  readonly token: string | null;
  readonly backends: readonly BackendName[];
  readonly scenarios: readonly string[];
  /** Number of open streams, and of pending refusals. */
  readonly connections: number;
  readonly refusals: number;
}

/** The body of `POST /__control`. */
export type ControlAction =
  | ({ readonly action: 'cut'; readonly mode?: CutMode } & ConnectionFilter)
  | ({ readonly action: 'stall'; readonly ms: number } & ConnectionFilter)
  | ({ readonly action: 'refuse' } & Refusal)
  | ({ readonly action: 'duplicate'; readonly count: number } & ConnectionFilter)
  | ({ readonly action: 'close'; readonly code?: number; readonly reason?: string } & ConnectionFilter)
  | ({ readonly action: 'fail'; readonly message: string } & ConnectionFilter)
  | { readonly action: 'evict'; readonly runId?: string; readonly keep?: number }
  | {
      readonly action: 'append';
      readonly runId: string;
      readonly count?: number;
      readonly lines?: readonly (string | LineInput)[];
    }
  | { readonly action: 'create'; readonly id: string; readonly title?: string; readonly status?: RunStatus }
  | {
      readonly action: 'complete';
      readonly runId: string;
      readonly status?: RunStatus;
      readonly exitCode?: number;
    }
  | { readonly action: 'tokens'; readonly tokens: TokenOptions }
  | { readonly action: 'variants'; readonly variants: VariantOverrides }
  | { readonly action: 'reset' };

const bodyLimit = 64 * 1024 * 1024;
const loopback = /^(localhost|127(\.\d+){3}|\[::1\]|::1)$/i;

/** Answers `/__control`: GET returns the state, or at `/requests` the recorded requests; POST performs one action. */
export async function answerControl(
  context: BackendContext,
  control: Control,
  boundTo: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const origin = incoming.headers.origin;
  const refusal = refusalOf(incoming, boundTo);
  if (refusal !== undefined) {
    send(outgoing, 403, { error: refusal });
    return;
  }
  if (origin !== undefined) {
    outgoing.setHeader('Access-Control-Allow-Origin', origin);
    outgoing.setHeader('Vary', 'Origin');
  }
  switch (incoming.method) {
    case 'OPTIONS':
      outgoing.setHeader('Access-Control-Allow-Methods', 'GET, POST, OPTIONS');
      outgoing.setHeader('Access-Control-Allow-Headers', 'Content-Type');
      outgoing.writeHead(204).end();
      return;
    case 'GET':
      send(outgoing, 200, incoming.url?.includes('/requests') ? control.received() : stateOf(context));
      return;
    case 'POST':
      break;
    default:
      send(outgoing, 405, { error: 'Use GET for the state, or POST for an action.' });
      return;
  }
  try {
    const affected = perform(context, control, parseAction(await readBody(incoming)));
    send(outgoing, 200, { ok: true, affected });
  } catch (error) {
    if (error instanceof BadActionError || error instanceof UnknownRunError) {
      send(outgoing, error instanceof UnknownRunError ? 404 : 400, { error: error.message });
    } else throw error;
  }
}

/** The current state. */
export function stateOf(context: BackendContext): ControlState {
  const accepted = backendNames.flatMap((name) => context.tokens[name] ?? []);
  return {
    runs: context.store
      .runs()
      .map(({ id, title, status, next, kind }) => ({ id, title, status, lines: next, kind })),
    token: accepted[0] ?? null,
    backends: context.backends,
    scenarios: Object.keys(scenarios),
    connections: context.connections.size,
    refusals: context.refusals.pending,
  };
}

/** Only requests from this machine are allowed: a foreign page must not read the token or perform actions. Returns the refusal. */
function refusalOf(incoming: IncomingMessage, boundTo: string): string | undefined {
  const host = incoming.headers.host ?? '';
  const name = host.replace(/:\d+$/, '');
  if (loopback.test(boundTo) && !loopback.test(name)) {
    return `This server listens for this machine only; it does not answer requests for the host "${name}".`;
  }
  const { origin } = incoming.headers;
  if (origin === undefined) return undefined;
  const from = URL.canParse(origin) ? new URL(origin) : undefined;
  if (from && (from.host === host || loopback.test(from.hostname))) return undefined;
  return 'Pages from other machines may not use /__control.';
}

function perform(context: BackendContext, control: Control, action: ControlAction): number {
  switch (action.action) {
    case 'cut':
      return control.cut({ ...filterOf(action), ...(action.mode ? { mode: action.mode } : {}) });
    case 'stall':
      return control.stall(action.ms, filterOf(action));
    case 'refuse': {
      const { action: _, ...refusal } = action;
      control.refuse(refusal);
      return refusal.count ?? 1;
    }
    case 'duplicate':
      return control.duplicate(action.count, filterOf(action));
    case 'close':
      return control.close(action.code, action.reason, filterOf(action));
    case 'fail':
      return control.fail(action.message, filterOf(action));
    case 'evict':
      return control.evict(action.runId, action.keep);
    case 'append': {
      const lines = action.lines ?? action.count ?? 0;
      control.append(action.runId, lines);
      return typeof lines === 'number' ? lines : lines.length;
    }
    case 'create':
      if (context.store.run(action.id)) throw new BadActionError(`There is already a run "${action.id}".`);
      context.store.createRun(action);
      return 1;
    case 'complete':
      control.complete(action.runId, action.status, action.exitCode);
      return 1;
    case 'tokens':
      control.setTokens(action.tokens);
      return 0;
    case 'variants':
      control.setVariants(action.variants);
      return 0;
    case 'reset':
      control.reset();
      return 0;
  }
}

function filterOf({ runId, backend, transport }: ConnectionFilter): ConnectionFilter {
  return {
    ...(runId === undefined ? {} : { runId }),
    ...(backend === undefined ? {} : { backend }),
    ...(transport === undefined ? {} : { transport }),
  };
}

function parseAction(text: string): ControlAction {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (cause) {
    throw new BadActionError('The body is not JSON. Send an object such as {"action":"cut"}.', { cause });
  }
  return checkAction(body);
}

async function readBody(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > bodyLimit) throw new BadActionError(`The body is larger than ${bodyLimit} bytes.`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function send(outgoing: ServerResponse, status: number, body: unknown): void {
  outgoing.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  outgoing.end(JSON.stringify(body));
}
