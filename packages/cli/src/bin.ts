#!/usr/bin/env node
import { EXIT } from './exit-status.js';
import { main } from './main.js';
import { processIo } from './terminal/process-io.js';

// A reader that closes the pipe early (`tailrace --help | head -3`) is not a failure; commands that must know listen themselves.
// Without a listener, Node would crash with a stack trace.
for (const output of [process.stdout, process.stderr])
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') process.exitCode = EXIT.failed;
  });

const status = await main(process.argv.slice(2), processIo());
// Let stdout drain before the process ends, unless the user interrupted it.
if (status === EXIT.interrupted) process.exit(status);
process.exitCode = status;
// Node waits for ever for a server that never answers a WebSocket close, and the doctor has to cope with such servers.
if (process.argv[2] === 'doctor') setTimeout(() => process.exit(status), 1_000).unref();
