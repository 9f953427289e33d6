/** Parses the lines of a container: text, preceded by the engine's timestamp on some endpoints. */
import type { DecodedLine } from '../entry.js';
import type { LevelReader } from '../lib/level-reader.js';
import { lineLevel } from '../lib/line-level.js';
import { parseTime } from '../lib/time.js';
import type { LineDraft } from './make-line.js';

const PLUS = 43;
const MINUS = 45;
const LETTER_T = 84;
const LETTER_Z = 90;

/** Length of what looks like the engine's timestamp, which always has a zone, at the beginning of a line; 0 if there is none. */
function stampLength(line: string): number {
  // The shortest is 2026-01-15T10:30:45Z. These two checks rule out nearly every other line.
  if (line.length < 20 || line.charCodeAt(4) !== MINUS || line.charCodeAt(10) !== LETTER_T) return 0;
  const space = line.indexOf(' ', 19);
  const length = space < 0 ? line.length : space;
  if (length > 40) return 0;
  const sign = line.charCodeAt(length - 6);
  return line.charCodeAt(length - 1) === LETTER_Z || sign === PLUS || sign === MINUS ? length : 0;
}

/** Converts a text to a line. `raw` is what contained the text. */
export type ContainerLineReader<Raw> = (text: string, raw: Raw) => DecodedLine<Raw>;

export function createContainerLineReader<Raw>(
  service: string,
  levels: LevelReader,
): ContainerLineReader<Raw> {
  const labels = Object.freeze({ service });
  return (text, raw) => {
    const length = stampLength(text);
    const stamp = length === 0 ? undefined : text.slice(0, length);
    const time = stamp === undefined ? undefined : parseTime(stamp);
    const message = time === undefined ? text : text.slice(length + 1);
    const line: LineDraft<Raw> = { level: lineLevel(message, levels), message, labels, raw };
    if (stamp !== undefined && time !== undefined) {
      line.timestamp = stamp;
      line.time = time;
    }
    return line;
  };
}
