import type { Format } from '../args/command.js';
import type { Io } from '../terminal/io.js';
import { ndjson } from './ndjson.js';
import { createPretty } from './pretty.js';
import { raw } from './raw.js';
import type { Renderer } from './renderer.js';

/** The renderer for a format. Uses colours on a terminal that is not `dumb`, or with `FORCE_COLOR` anywhere; never with `NO_COLOR` or `FORCE_COLOR=0`. */
export function createRenderer(format: Format, io: Pick<Io, 'stdout' | 'env'>, manyRuns: boolean): Renderer {
  if (format === 'ndjson') return ndjson;
  if (format === 'raw') return raw;
  const interactive = io.stdout.isTTY === true;
  const { NO_COLOR, FORCE_COLOR, TERM } = io.env;
  const colours = !NO_COLOR && FORCE_COLOR !== '0' && (!!FORCE_COLOR || (interactive && TERM !== 'dumb'));
  return createPretty({ interactive, colours, manyRuns });
}
