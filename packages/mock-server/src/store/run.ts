import { hash } from '../lib/random.js';
import { checkFields, isObject, needed, objectOf, shown } from '../lib/fields.js';
import { OptionError } from '../lib/option-error.js';
import { momentAt, parseStamp } from '../lib/stamp.js';
import type { Moment } from '../lib/stamp.js';
import { Ring } from './ring.js';
import { LINE, SERVICE, STATUS } from './run-fields.js';
import type { LineInput, LogLine } from './log-line.js';
import type { LogSink } from './log-sink.js';

/** The state of a run. */
export type RunStatus = 'queued' | 'running' | 'completed' | 'failed' | 'cancelled';
/** What writes the run: a scenario, a captured process or file, or calls to `append`. */
export type RunKind = 'scenario' | 'process' | 'file' | 'manual' | 'system';

/** The run as the container backend sees it. */
export interface ServiceState {
  readonly status: 'created' | 'running' | 'restarting' | 'exited';
  readonly health: 'starting' | 'healthy' | 'unhealthy' | 'none';
}

/** What has changed in a run. */
export type RunChange = 'lines' | 'status' | 'service' | 'evicted';

/** A run to create. */
export interface RunInit {
  readonly id: string;
  /** For people. Default: the id. */
  readonly title?: string;
  /** Default `manual`. */
  readonly kind?: RunKind;
  /** Default `running`. */
  readonly status?: RunStatus;
  /** If set, codespace answers 404 to every other token: the task belongs to someone else. */
  readonly ownerToken?: string;
}

/** A source a stream can follow by position: a run, or the feed of all runs. */
export interface LineSource {
  readonly first: number;
  readonly next: number;
  get(position: number): LogLine | undefined;
  /** Calls `listener` after lines were added; returns the undo. */
  onLines(listener: () => void): () => void;
}

/** What a run needs from its store. */
export interface RunHost {
  /** Most lines that a run holds, and how many of them form its memory window. */
  readonly rows: number;
  readonly memoryLines: number;
  /** Position and moment for the next line. */
  nextRow(): number;
  tick(): Moment;
  lastMoment(): Moment;
  wrote(line: LogLine): void;
  changed(run: Run, change: RunChange): void;
}

/** One task, run, job run or service: all backends read the same lines. */
export class Run implements LineSource {
  readonly id: string;
  readonly title: string;
  readonly kind: RunKind;
  readonly ownerToken: string | undefined;
  readonly containerId: string;
  readonly createdAt: Moment;
  #status: RunStatus;
  #service: ServiceState;
  #startedAt: Moment | undefined;
  #finishedAt: Moment | undefined;
  #exitCode: number | undefined;
  readonly #lines: Ring<LogLine>;
  readonly #host: RunHost;
  readonly #sink: LogSink | undefined;
  readonly #lineListeners = new Set<() => void>();
  readonly #changeListeners = new Set<(change: RunChange) => void>();

  /** @internal Use `store.createRun`. */
  constructor(init: RunInit, host: RunHost, sink?: LogSink) {
    this.id = init.id;
    this.title = init.title ?? init.id;
    this.kind = init.kind ?? 'manual';
    this.ownerToken = init.ownerToken;
    this.containerId = containerIdOf(init.id);
    this.#host = host;
    this.#sink = sink;
    this.#lines = new Ring(host.rows);
    this.createdAt = host.tick();
    this.#status = init.status ?? 'running';
    this.#startedAt = this.#status === 'queued' ? undefined : this.createdAt;
    this.#service = serviceFor(this.#status);
  }

  get status(): RunStatus {
    return this.#status;
  }
  get service(): ServiceState {
    return this.#service;
  }
  get startedAt(): Moment | undefined {
    return this.#startedAt;
  }
  get finishedAt(): Moment | undefined {
    return this.#finishedAt;
  }
  get exitCode(): number | undefined {
    return this.#exitCode;
  }
  get sink(): LogSink | undefined {
    return this.#sink;
  }
  /** Whether the run has ended. */
  get ended(): boolean {
    return this.#status !== 'queued' && this.#status !== 'running';
  }
  /** Index of the oldest row held, which a backend with a database can still read. */
  get first(): number {
    return this.#lines.first;
  }
  /** Index of the oldest line in the memory window, which a backend with a circular buffer can still replay. */
  get memoryFirst(): number {
    return Math.max(this.#lines.first, this.#lines.next - this.#host.memoryLines);
  }
  /** Number of lines ever written: the index of the next one. */
  get next(): number {
    return this.#lines.next;
  }

  get(index: number): LogLine | undefined {
    return this.#lines.get(index);
  }

  /** Rows held from index `from` up to, but not including, `to`. */
  slice(from: number, to: number = this.next): LogLine[] {
    return this.#lines.slice(from, to);
  }

  /** Writes one line or many, in O(1) per line. */
  append(input: string | LineInput | Iterable<string | LineInput>): void {
    if (typeof input === 'object' && input !== null && Symbol.iterator in input)
      for (const line of input) this.#write(line);
    else this.#write(input);
    this.#notify('lines');
  }

  /** Changes the status; the service follows (`running`, or `exited` once ended). */
  setStatus(status: RunStatus, exitCode?: number): void {
    checkFields(STATUS, { status, exitCode });
    this.#status = status;
    if (exitCode !== undefined) this.#exitCode = exitCode;
    if (status !== 'queued') this.#startedAt ??= this.#host.tick();
    this.#finishedAt = this.ended ? this.#host.tick() : undefined;
    this.#service = serviceFor(status);
    this.#notify('status');
  }

  /** Changes the state of the run's container, e.g. to `restarting`. */
  setService(state: Partial<ServiceState>): void {
    checkFields({ state: needed(objectOf(SERVICE)) }, { state });
    this.#service = { ...this.#service, ...state };
    this.#notify('service');
  }

  /** Forgets all but the newest `keep` lines; what the sink wrote stays. Returns how many were dropped. */
  evict(keep = 0): number {
    const dropped = this.#lines.dropBefore(this.next - keep);
    this.#notify('evicted');
    return dropped;
  }

  onLines(listener: () => void): () => void {
    this.#lineListeners.add(listener);
    return () => this.#lineListeners.delete(listener);
  }

  /** Calls `listener` after each change of status, service or memory; returns the undo. */
  onChange(listener: (change: RunChange) => void): () => void {
    this.#changeListeners.add(listener);
    return () => this.#changeListeners.delete(listener);
  }

  #write(line: string | LineInput): void {
    if (typeof line === 'string') return this.#keep({ message: line });
    if (!isObject(line) || !('message' in line))
      throw new OptionError(
        `A line is a string or { message: '…' }, and lines are a list of these, not ${shown(line)}.`,
      );
    checkFields(LINE, line);
    this.#keep(line);
  }

  #keep(input: LineInput): void {
    const dictated = typeof input.timestamp === 'string' ? parseStamp(input.timestamp.trim()) : undefined;
    const level = input.level ?? 'info';
    const line: LogLine = {
      index: this.#lines.next,
      row: this.#host.nextRow(),
      runId: this.id,
      moment: dictated ?? this.#momentOf(input),
      stamp: input.timestamp,
      level,
      stream: input.stream ?? 'stdout',
      message: input.message,
      step: input.step ?? input.task ?? 'output',
      task: input.task,
      type: input.type ?? (level === 'error' || level === 'fatal' ? 'error' : 'info'),
      progress: input.progress,
      metadata: input.metadata,
    };
    this.#lines.push(line);
    this.#sink?.write(line);
    this.#host.wrote(line);
  }

  #momentOf(input: LineInput): Moment {
    if (input.at !== undefined) return momentAt(input.at);
    return input.sameInstant ? this.#host.lastMoment() : this.#host.tick();
  }

  #notify(change: RunChange): void {
    if (change === 'lines') for (const listener of this.#lineListeners) listener();
    else for (const listener of this.#changeListeners) listener(change);
    this.#host.changed(this, change);
  }
}

function serviceFor(status: RunStatus): ServiceState {
  if (status === 'queued') return { status: 'created', health: 'none' };
  if (status === 'running') return { status: 'running', health: 'healthy' };
  return { status: 'exited', health: status === 'failed' ? 'unhealthy' : 'none' };
}

/** Twelve hexadecimal digits, as container engines shorten their ids. */
function containerIdOf(runId: string): string {
  const low = hash(runId).toString(16).padStart(8, '0');
  return low + hash(`${runId}/container`).toString(16).padStart(8, '0').slice(0, 4);
}
