/** Decodes Codespace's logs, as REST and the stream send them. */
import type { LogLevel } from '../entry.js';
import { isRecord, readLabel } from '../lib/json.js';
import type { LevelReader } from '../lib/level-reader.js';
import { HEARTBEAT, readLog, sentenceOf, serverRefused, unknownPayload } from './decoding.js';
import { createLabelMaker } from './label-cache.js';
import { makeLine, setDetails, type LineReader } from './make-line.js';
import type { Frame, Signal } from './source.js';

/** The kind of step of a task that a log reports. */
export type CodespaceLogType = 'thinking' | 'coding' | 'info' | 'error' | 'success';

/** A log as the server sends it, over REST and on the stream. */
export interface CodespaceLog {
  readonly id: string;
  readonly step_name: string;
  readonly log_type: CodespaceLogType;
  readonly message: string;
  /** ISO 8601, with micro- or milliseconds. */
  readonly created_at: string;
  /** 0–100. */
  readonly progress_percentage?: number | null;
  readonly metadata?: Readonly<Record<string, unknown>> | null;
  readonly codespace_task_id?: string;
}

/** Creates a function that converts a row to a line, or returns why it cannot. */
export function createCodespaceReader(read: LevelReader): LineReader<CodespaceLog> {
  const labels = createLabelMaker(['step_name', 'log_type', 'codespace_task_id']);
  // Caches the last result: neighbouring logs mostly have the same type, and finding out that it is no level word is expensive.
  let kind: unknown;
  let level: LogLevel = 'info';
  return (row, make = makeLine) => {
    if (!isRecord(row)) return 'a log must be an object';
    const message = row['message'];
    if (typeof message !== 'string') return 'the log has no message';
    if (row['log_type'] !== kind) level = read((kind = row['log_type'])) ?? 'info';
    const line = make(
      readLabel(row['id']),
      row['created_at'],
      level,
      message,
      labels(readLabel(row['step_name']), readLabel(row['log_type']), readLabel(row['codespace_task_id'])),
      row as unknown as CodespaceLog,
    );
    setDetails(line, row['progress_percentage'], row['metadata']);
    return line;
  };
}

/** Decodes one frame of the stream. Never throws. `title` names the log in errors. */
export function decodeCodespaceFrame(
  frame: Frame,
  title: string,
  readLine: LineReader<CodespaceLog>,
): readonly Signal<CodespaceLog>[] {
  switch (frame.event) {
    case 'log':
      return [readLog(frame.data, readLine)];
    case 'heartbeat':
      return [HEARTBEAT];
    case 'complete':
      return [{ type: 'complete', message: sentenceOf(frame.data) }];
    case 'timeout':
      return [{ type: 'timeout' }];
    case 'error':
      return [{ type: 'fatal', error: serverRefused(title, sentenceOf(frame.data)) }];
    default:
      return [unknownPayload(`event ${frame.event ?? 'without a name'}`)];
  }
}
