// The declarations of a CommonJS build that are the same as those of the ES modules: copied, because making them takes a third of a build.
import { copyFileSync } from 'node:fs';

copyFileSync('dist/index.d.ts', 'dist/index.d.cts');
