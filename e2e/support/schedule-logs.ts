/** The logs of the reference server that random schedules are played with: where each is read, and how it is written. */
import {
  codespace,
  containers,
  prismq,
  stratal,
  type BackendName,
  type LogSource,
  type TransportName,
} from '@tailrace/core';
import type { Control } from '@tailrace/mock-server';

export interface ScheduledLog {
  readonly name: string;
  readonly backend: BackendName;
  readonly transports: readonly TransportName[];
  /** The server forgets its lines in their order, in the stream and in the list. */
  readonly forgetsInOrder: boolean;
  source(baseUrl: string): LogSource;
  /** Writes one line of the log, and perhaps lines of others. */
  write(control: Control, message: string): void;
}

const token = 'tailrace-demo';

/** The id that the server gives the task `build` of the run `demo`. */
const TASK_RUN = 'demo-build-80a0c4';

const demo = {
  forgetsInOrder: true,
  write: (control: Control, message: string): void => control.append('demo', message),
};

export const SCHEDULED_LOGS: readonly ScheduledLog[] = [
  {
    ...demo,
    name: 'a codespace task',
    backend: 'codespace',
    transports: ['sse', 'polling'],
    source: (baseUrl) => codespace({ baseUrl, token }).task('demo'),
  },
  {
    ...demo,
    name: 'a prismq run',
    backend: 'prismq',
    transports: ['sse', 'polling'],
    source: (baseUrl) => prismq({ baseUrl }).run('demo'),
  },
  {
    ...demo,
    name: 'a stratal job run',
    backend: 'stratal',
    transports: ['websocket', 'sse', 'polling'],
    source: (baseUrl) => stratal({ baseUrl }).jobRun('demo'),
  },
  {
    name: 'a stratal task run',
    backend: 'stratal',
    transports: ['websocket', 'sse', 'polling'],
    // Its live stream is that of all runs, which remembers lines that the list of the task run has forgotten.
    forgetsInOrder: false,
    source: (baseUrl) => stratal({ baseUrl }).taskRun(TASK_RUN),
    write: (control, message) =>
      control.append('demo', [
        { message: 'of another task', task: 'test' },
        { message, task: 'build' },
      ]),
  },
  {
    name: 'all of stratal',
    backend: 'stratal',
    transports: ['websocket', 'sse', 'polling'],
    forgetsInOrder: false,
    source: (baseUrl) => stratal({ baseUrl }).all(),
    write(control, message) {
      const runs = ['system', 'other', 'demo', 'demo'] as const;
      const kind = Number(message) % runs.length;
      control.append(runs[kind] as string, [kind === 2 ? { message, task: 'build' } : { message }]);
    },
  },
  {
    ...demo,
    name: 'a container service',
    backend: 'containers',
    transports: ['websocket', 'polling'],
    // A tail long enough to replay the whole log after any outage.
    source: (baseUrl) => containers({ baseUrl, token, tail: 10_000 }).service('demo'),
  },
];
