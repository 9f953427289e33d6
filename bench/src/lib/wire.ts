/** Lines as the backends encode them. */
import { createLines, type BenchLine, type LineOptions } from '../../shared/lines.ts';

/** A Codespace log. */
export const taskRow = ({ id, timestamp, message, labels }: BenchLine): object => ({
  id,
  ...labels,
  message,
  created_at: timestamp,
  progress_percentage: null,
  metadata: null,
});

/** A Stratal message of a run. */
export const jobRunRow = ({ timestamp, level, message, labels }: BenchLine, run: string): object => ({
  type: 'task',
  job_run_id: run,
  task_run_id: labels['step_name'],
  timestamp,
  level,
  stream: 'stdout',
  message,
  task_name: labels['step_name'],
});

/** Bytes per chunk, as from a socket. */
const CHUNK = 65_536;

/** The SSE stream of Codespace logs `from … from + count`, cut into chunks regardless of events. */
export function sseChunks(count: number, options: LineOptions = {}, from = 0): readonly Uint8Array[] {
  const line = createLines(options);
  const encoder = new TextEncoder();
  const chunks: Uint8Array[] = [];
  let text = '';
  let bytes = new Uint8Array(0);
  const cut = (least: number): void => {
    const added = encoder.encode(text);
    const all = new Uint8Array(bytes.length + added.length);
    all.set(bytes);
    all.set(added, bytes.length);
    text = '';
    let start = 0;
    while (all.length - start >= least && start < all.length) {
      chunks.push(all.slice(start, start + CHUNK));
      start += CHUNK;
    }
    bytes = all.slice(Math.min(start, all.length));
  };
  for (let n = from; n < from + count; n++) {
    text += `event: log\ndata: ${JSON.stringify(taskRow(line(n)))}\n\n`;
    if (text.length > 8 * CHUNK) cut(CHUNK);
  }
  cut(1);
  return chunks;
}
