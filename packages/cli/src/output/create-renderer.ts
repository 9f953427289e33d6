import type { Format } from '../args/command.js';
import type { Io } from '../terminal/io.js';
import { ndjson } from './ndjson.js';
import { createPretty } from './pretty.js';
import { raw } from './raw.js';
import type { Renderer } from './renderer.js';

/** The renderer for a format. Uses colours on a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`. */
export function createRenderer(format: Format, io: Pick<Io, 'stdout' | 'env'>, manyRuns: boolean): Renderer {
  if (format === 'ndjson') return ndjson;
  if (format === 'raw') return raw;
  const interactive = io.stdout.isTTY === true;
  const colours = interactive && !io.env['NO_COLOR'] && io.env['TERM'] !== 'dumb';
  return createPretty({ interactive, colours, manyRuns });
}
