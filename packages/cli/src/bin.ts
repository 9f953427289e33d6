#!/usr/bin/env node
import { EXIT } from './exit-status.js';
import { main } from './main.js';
import { processIo } from './terminal/process-io.js';

// A reader that has seen enough (`tailrace --help | head -3`) is no failure, and whoever minds listens for himself. Without a
// listener Node would die of it, with a stack trace.
for (const output of [process.stdout, process.stderr])
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.exitCode = EXIT.failed;
  });

const status = await main(process.argv.slice(2), processIo());
// What stdout still holds must get out before the end, unless the user does not want to wait for it.
if (status === EXIT.interrupted) process.exit(status);
process.exitCode = status;
// Node waits without end for a server that does not answer the close of a WebSocket; the doctor is there to meet such servers.
if (process.argv[2] === 'doctor') setTimeout(() => process.exit(status), 1_000).unref();
