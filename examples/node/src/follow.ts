// Follows all runs of a Stratal server and prints their lines. Ctrl-C ends it.
import { createLogStream, stratal, stripAnsi } from '@tailrace/core';

const baseUrl = process.argv[2] ?? 'http://127.0.0.1:4280';

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());

const stream = createLogStream(stratal({ baseUrl }).all(), { history: 20, signal: interrupted.signal });

// The stream recovers from temporary failures by itself; they are only reported.
stream.on('error', (error) => console.error(`! ${error.message}`));

try {
  for await (const item of stream) {
    if (item.kind === 'gap') console.log(`… ${item.missing ?? 'some'} lines are missing (${item.reason})`);
    else {
      // Without the colours and other terminal sequences that the program wrote.
      const text = stripAnsi(item.message);
      console.log(item.timestamp, item.level.padEnd(5), item.labels['job_run_id'] ?? 'system', text);
    }
  }
} catch (error) {
  if (!interrupted.signal.aborted) throw error;
}

const { received, stored, duplicates, gaps } = stream.getSnapshot().ledger;
console.log(`${received} received, ${stored} new, ${duplicates} seen before, ${gaps} gaps`);
