import type { StratalVariants } from '../backend/variants.js';
import { hash } from '../lib/random.js';
import { sentStamp } from '../store/log-line.js';
import type { LineLevel, LogLine } from '../store/log-line.js';

export type StratalType = 'system' | 'job' | 'task';

const levels: Readonly<Record<LineLevel, string>> = {
  trace: 'debug',
  debug: 'debug',
  info: 'info',
  warn: 'warn',
  error: 'error',
  fatal: 'error',
};

/** Which of the three kinds of log a line is. */
export function stratalType(line: LogLine, systemId: string): StratalType {
  if (line.runId === systemId) return 'system';
  return line.task === undefined ? 'job' : 'task';
}

/** The id of the task run that a line belongs to, if any, made of the job run's id and the task's name. */
export function taskRunId(line: LogLine): string | undefined {
  return line.task === undefined ? undefined : taskRunIdOf(line.runId, line.task);
}

export function taskRunIdOf(runId: string, task: string): string {
  return `${runId}-${task}-${hash(`${runId}/${task}`).toString(16).padStart(8, '0').slice(0, 6)}`;
}

/** A line as the live streams send it: without an id. */
export function liveMessage(
  line: LogLine,
  systemId: string,
  variants: StratalVariants,
): Record<string, unknown> {
  const type = stratalType(line, systemId);
  const task = taskRunId(line);
  return {
    type,
    ...(type === 'system' ? {} : { job_run_id: line.runId }),
    ...(task === undefined ? {} : { task_run_id: task, task_name: line.task }),
    timestamp: sentStamp(line, variants.stamp),
    level: levels[line.level],
    stream: type === 'system' ? 'system' : line.stream,
    message: line.message,
    ...(line.metadata ? { metadata: line.metadata } : {}),
  };
}

/** A line as a row of the REST lists: with an id, in the format that the variants select. */
export function restRow(line: LogLine, systemId: string, variants: StratalVariants): Record<string, unknown> {
  const type = stratalType(line, systemId);
  const common = {
    id: line.row,
    task_run_id: taskRunId(line) ?? null,
    timestamp: sentStamp(line, variants.stamp),
    stream: type === 'system' ? 'system' : line.stream,
    message: line.message,
  };
  if (variants.legacyRows) return common;
  return {
    ...common,
    type,
    job_run_id: type === 'system' ? null : line.runId,
    level: levels[line.level],
    ...metadataField(line, variants.metadata),
  };
}

function metadataField(line: LogLine, shape: StratalVariants['metadata']): Record<string, unknown> {
  if (shape === 'absent') return {};
  if (shape === 'object' || !line.metadata) return { metadata: line.metadata ?? null };
  const text = JSON.stringify(line.metadata);
  return { metadata: shape === 'json' ? text : base64(text) };
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
