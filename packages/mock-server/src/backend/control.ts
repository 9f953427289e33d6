import type { LineInput } from '../store/log-line.js';
import type { Run, RunStatus } from '../store/run.js';
import { checkFields, objectOf } from '../lib/fields.js';
import { ACTION_FIELDS, FILTER } from './action-fields.js';
import type { BackendContext } from './context.js';
import type { Connection, ConnectionFilter, CutMode } from './connections.js';
import type { ReceivedRequest } from './received-requests.js';
import type { Refusal } from './refusals.js';
import { resolveTokens } from './tokens.js';
import type { TokenOptions } from './tokens.js';
import { withVariants } from './variants.js';
import type { VariantOverrides } from './variants.js';

/** Faults and commands for a running backend. Methods that return a number return how many connections or lines were affected. */
export interface Control {
  /** How many streams are open. */
  connected(filter?: ConnectionFilter): number;
  /** Cuts open streams. Default: all, by reset. */
  cut(filter?: ConnectionFilter & { readonly mode?: CutMode }): number;
  /** Makes open streams send nothing for `ms` milliseconds. */
  stall(ms: number, filter?: ConnectionFilter): number;
  /** Refuses the next requests. */
  refuse(refusal?: Refusal): void;
  /** Makes open streams send their last `count` lines again. */
  duplicate(count: number, filter?: ConnectionFilter): number;
  /** Closes open WebSockets with this code (SSE: ends the body). Default 1000. */
  close(code?: number, reason?: string, filter?: ConnectionFilter): number;
  /** Makes open streams send the backend's own error message and end. */
  fail(message: string, filter?: ConnectionFilter): number;
  /** Drops all but the newest `keep` lines of a run, or of all runs, from memory; returns how many were dropped. */
  evict(runId?: string, keep?: number): number;
  /** Writes lines. A number writes that many numbered lines (`line 1`, `line 2`, …), continuing the run's numbering. */
  append(runId: string, lines: number | string | LineInput | Iterable<string | LineInput>): void;
  /** Ends a run; default `completed`. */
  complete(runId: string, status?: RunStatus, exitCode?: number): void;
  /** Replaces the accepted tokens. */
  setTokens(tokens: TokenOptions): void;
  /** Changes how the contract is interpreted, for connections opened from now on. */
  setVariants(overrides: VariantOverrides): void;
  /**
   * The requests received since the start or the last `reset`, oldest first: REST calls, SSE streams and WebSockets, without
   * preflights. The last 1,000 are kept.
   */
  received(): ReceivedRequest[];
  /** Cancels pending refusals, and clears the received requests. */
  reset(): void;
}

export function createControl(context: BackendContext): Control {
  const { connections, received, refusals, store } = context;
  const run = (id: string): Run => {
    const found = id === store.system.id ? store.system : store.run(id);
    if (!found)
      throw new UnknownRunError(
        id,
        store.runs().map((known) => known.id),
      );
    return found;
  };
  const select = (filter: ConnectionFilter): Connection[] => {
    checkFields({ filter: objectOf(FILTER) }, { filter });
    return connections.select(filter);
  };
  const each = (filter: ConnectionFilter, act: (connection: Connection) => void) => {
    const selected = select(filter);
    selected.forEach(act);
    return selected.length;
  };
  return {
    connected: (filter = {}) => select(filter).length,
    cut: (options = {}) => {
      checkFields({ options: objectOf(ACTION_FIELDS.cut) }, { options });
      const { mode = 'reset', ...filter } = options;
      return each(filter, (connection) => {
        connection.cut(mode);
      });
    },
    stall: (ms, filter = {}) => {
      checkFields(ACTION_FIELDS.stall, { ms });
      return each(filter, (connection) => {
        connection.stall(ms);
      });
    },
    refuse: (refusal = {}) => {
      checkFields({ refusal: objectOf(ACTION_FIELDS.refuse) }, { refusal });
      refusals.add(refusal);
    },
    duplicate: (count, filter = {}) => {
      checkFields(ACTION_FIELDS.duplicate, { count });
      return each(filter, (connection) => {
        connection.duplicate(count);
      });
    },
    close: (code = 1000, reason = '', filter = {}) => {
      checkFields(ACTION_FIELDS.close, { code, reason });
      return each(filter, (connection) => {
        connection.close(code, reason);
      });
    },
    fail: (message, filter = {}) => {
      checkFields(ACTION_FIELDS.fail, { message });
      return each(filter, (connection) => {
        connection.fail(message);
      });
    },
    evict: (runId, keep = 0) => {
      checkFields(ACTION_FIELDS.evict, { keep });
      const runs = runId === undefined ? store.runs() : [run(runId)];
      return runs.reduce((sum, each) => sum + each.evict(keep), 0);
    },
    append: (runId, lines) => {
      const target = run(runId);
      if (typeof lines === 'number') checkFields(ACTION_FIELDS.append, { runId, count: lines });
      target.append(typeof lines === 'number' ? numberedLines(lines, target.next + 1) : lines);
    },
    complete: (runId, status = 'completed', exitCode) => {
      run(runId).setStatus(status, exitCode);
    },
    setTokens: (tokens) => {
      checkFields(ACTION_FIELDS.tokens, { tokens });
      context.tokens = resolveTokens(tokens, context.tokens);
    },
    setVariants: (overrides) => {
      checkFields(ACTION_FIELDS.variants, { variants: overrides });
      context.variants = withVariants(context.variants, overrides);
    },
    received: () => received.all(),
    reset: () => {
      refusals.clear();
      received.clear();
    },
  };
}

/** `count` lines `line N`, `line N+1`, …, generated lazily, so that a million of them take no memory. */
export function* numberedLines(count: number, first = 1): Generator<LineInput> {
  for (let i = 0; i < count; i++) yield { message: `line ${first + i}` };
}

/** A command named a run that does not exist. */
export class UnknownRunError extends Error {
  override readonly name = 'UnknownRunError';
  constructor(runId: string, known: readonly string[]) {
    super(`There is no run "${runId}". The runs are: ${known.join(', ') || '(none)'}.`);
  }
}
