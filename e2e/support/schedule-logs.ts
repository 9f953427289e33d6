/** The logs of the reference server that random schedules are played with: where each is read, and how it is written. */
import { backends, stratal, type BackendName, type LogSource } from '@tailrace/core';
import type { Control } from '@tailrace/mock-server';
import { SOURCES, TOKEN } from './sources.js';

export interface ScheduledLog {
  readonly name: string;
  readonly backend: BackendName;
  /** The server forgets its lines in their order, in the stream and in the list. */
  readonly forgetsInOrder: boolean;
  source(baseUrl: string): LogSource;
  /** Writes one line of the log, and perhaps lines of others. */
  write(control: Control, message: string): void;
}

/** The id that the server gives the task `build` of the run `demo`. */
const TASK_RUN = 'demo-build-80a0c4';

/** A function, because it is asked again for a token that has expired. */
const token = (): string => TOKEN;

const demos = (Object.keys(backends) as BackendName[]).map((backend): ScheduledLog => ({
  name: `the ${backend} log of a run`,
  backend,
  forgetsInOrder: true,
  source: (baseUrl) => SOURCES[backend](baseUrl, token),
  write: (control, message) => control.append('demo', message),
}));

export const SCHEDULED_LOGS: readonly ScheduledLog[] = [
  ...demos,
  {
    name: 'a stratal task run',
    backend: 'stratal',
    // Its live stream is that of all runs, which remembers lines that the list of the task run has forgotten.
    forgetsInOrder: false,
    source: (baseUrl) => stratal({ baseUrl, token }).taskRun(TASK_RUN),
    write: (control, message) =>
      control.append('demo', [
        { message: 'of another task', task: 'test' },
        { message, task: 'build' },
      ]),
  },
  {
    name: 'all of stratal',
    backend: 'stratal',
    forgetsInOrder: false,
    source: (baseUrl) => stratal({ baseUrl, token }).all(),
    write(control, message) {
      const runs = ['system', 'other', 'demo', 'demo'] as const;
      const kind = Number(message) % runs.length;
      control.append(runs[kind] as string, [kind === 2 ? { message, task: 'build' } : { message }]);
    },
  },
];
