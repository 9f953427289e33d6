#!/usr/bin/env node
import { main } from './main.js';
import { processIo } from './terminal/process-io.js';

// Not process.exit(): what stdout still holds must get out first.
process.exitCode = await main(process.argv.slice(2), processIo());
