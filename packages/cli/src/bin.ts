#!/usr/bin/env node
import { EXIT } from './exit-status.js';
import { main } from './main.js';
import { processIo } from './terminal/process-io.js';

const status = await main(process.argv.slice(2), processIo());
// What stdout still holds must get out before the end, unless the user does not want to wait for it.
if (status === EXIT.interrupted) process.exit(status);
process.exitCode = status;
// Node waits without end for a server that does not answer the close of a WebSocket; the doctor is there to meet such servers.
if (process.argv[2] === 'doctor') setTimeout(() => process.exit(status), 1_000).unref();
