// A Node program that needs only core: it follows two runs while they are written, and counts the lines. `node follow.js <server>`
import { createLogStream, prismq, stratal, type LogSource, type LogStreamOptions } from '@tailrace/core';

const HALF = 300;
const [, , baseUrl = ''] = process.argv;

async function tell(action: Readonly<Record<string, unknown>>): Promise<void> {
  const answer = await fetch(`${baseUrl}/__control`, { method: 'POST', body: JSON.stringify(action) });
  if (!answer.ok) throw new Error(await answer.text());
}

/** Throws if a line is missing, duplicated or out of order. */
async function follow(runId: string, source: LogSource, options: LogStreamOptions): Promise<void> {
  await tell({ action: 'create', id: runId });
  await tell({ action: 'append', runId, count: HALF });
  const messages: string[] = [];
  for await (const item of createLogStream(source, options)) {
    messages.push(item.kind === 'gap' ? `a gap: ${item.reason}` : item.message);
    if (messages.length === HALF) {
      await tell({ action: 'append', runId, count: HALF });
      await tell({ action: 'complete', runId });
    }
    // Stratal's server does not say that a run has ended; leaving the loop disconnects.
    if (messages.length === 2 * HALF) break;
  }
  const expected = Array.from({ length: 2 * HALF }, (_, index) => `line ${index + 1}`);
  if (messages.join() !== expected.join()) throw new Error(`${runId} gave: ${messages.join()}`);
}

async function main(): Promise<void> {
  await follow('by-sse', prismq({ baseUrl }).run('by-sse'), { transport: 'sse' });
  await follow('by-websocket', stratal({ baseUrl }).jobRun('by-websocket'), { transport: 'websocket' });
}

main().then(
  () => console.log('followed'),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
