/** The backends by name. The command line, the docs and the contract suite iterate over them. */
import { invalidArgument } from '../errors.js';
import { checkType, clamp } from '../lib/arguments.js';
import { codespace, codespaceInfo } from './codespace.js';
import { containers, containersInfo } from './containers.js';
import { prismq, prismqInfo } from './prismq.js';
import type { BackendConfig, BackendInfo, LogSource, TransportName } from './source.js';
import { stratal, stratalInfo } from './stratal.js';
import type { StratalType } from './stratal-message.js';

/** Options for opening a log by its backend's name; a backend ignores those it does not use. */
export interface OpenOptions {
  /** Lines that a container's connection replays; clamped to 1–10,000. */
  readonly tail?: number;
  /** The transport to try first (`stratal` only). */
  readonly transport?: TransportName;
}

/** A registered backend. */
export interface BackendEntry {
  readonly info: BackendInfo;
  /** Creates the source of one log from its id as a user types it. Throws `invalid-argument`. */
  open(config: BackendConfig, id: string | undefined, options: OpenOptions): LogSource;
}

function requireId(id: string | undefined, backend: string, what: string): string {
  if (id !== undefined && id !== '') return id;
  throw invalidArgument(`${backend} needs a ${what}.`);
}

function openStratal(config: BackendConfig, id: string | undefined, { transport }: OpenOptions): LogSource {
  const jobs = stratal({ ...config, transport });
  if (id === undefined || id === '') return jobs.all();
  const colon = id.indexOf(':');
  const rest = id.slice(colon + 1);
  switch (id.slice(0, Math.max(0, colon))) {
    case 'type':
      return jobs.type(rest as StratalType); // `type` checks it
    case 'task':
      return jobs.taskRun(rest);
    case 'job':
      return jobs.jobRun(rest);
    default:
      return jobs.jobRun(id);
  }
}

/** The built-in backends. */
export const backends = Object.freeze({
  codespace: {
    info: codespaceInfo,
    open: (config, id) => codespace(config).task(requireId(id, 'codespace', 'task id')),
  },
  prismq: { info: prismqInfo, open: (config, id) => prismq(config).run(requireId(id, 'prismq', 'run id')) },
  stratal: { info: stratalInfo, open: openStratal },
  containers: {
    info: containersInfo,
    open: (config, id, { tail }) =>
      containers(config).service(requireId(id, 'containers', 'service name'), {
        tail: tail === undefined ? undefined : clamp(tail, 1, 10_000),
      }),
  },
} satisfies Record<string, BackendEntry>) as Readonly<
  Record<'codespace' | 'prismq' | 'stratal' | 'containers', BackendEntry>
>;

/** Names of the registered backends. */
export type BackendName = keyof typeof backends;

/**
 * Creates the source of a log from the backend's name and an id as a user types it. For `stratal`, no id means all runs,
 * `type:system` (or `job`, `task`) a type, `task:<id>` a task run, and `job:<id>` or anything else a job run. Throws `invalid-argument`.
 */
export function openSource(
  name: string,
  config: BackendConfig,
  id?: string,
  options: OpenOptions = {},
): LogSource {
  if (!Object.hasOwn(backends, name))
    throw invalidArgument(`There is no backend "${name}". Use one of ${Object.keys(backends).join(', ')}.`);
  checkType('id', id, 'string');
  return backends[name as BackendName].open(config, id, options);
}
