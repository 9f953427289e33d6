/** Makes lines of what a custom backend's definition says about its objects. */
import type { DecodedLine } from '../entry.js';
import { messageOf } from '../errors.js';
import { isRecord, readLabel } from '../lib/json.js';
import type { LevelReader } from '../lib/level-reader.js';
import { lineLevel } from '../lib/line-level.js';
import type { LineDescription } from './definition.js';
import { createLabelCache, NO_LABELS } from './label-cache.js';
import { makeLine, setDetails } from './make-line.js';

/** Makes a line of an object and its description, or returns why it cannot; undefined if the object is not meant to be a line. */
export type DescribedReader<Raw> = (
  raw: Raw,
  describe: () => LineDescription | undefined,
) => DecodedLine<Raw> | string | undefined;

export function createDescribedReader<Raw>(levels: LevelReader): DescribedReader<Raw> {
  const share = createLabelCache();
  function labelsOf(labels: LineDescription['labels']): DecodedLine['labels'] {
    const own: Record<string, string> = {};
    for (const name of Object.keys(labels ?? {})) {
      const label = readLabel(labels?.[name]);
      if (label !== undefined) own[name] = label;
    }
    return Object.keys(own).length > 0 ? share(own) : NO_LABELS;
  }
  return (raw, describe) => {
    let described: LineDescription | undefined;
    try {
      described = describe();
    } catch (thrown) {
      return `line() threw: ${messageOf(thrown)}`;
    }
    if (described === undefined) return undefined;
    if (!isRecord(described) || typeof described.message !== 'string') return 'line() gave no message';
    const { message, level } = described;
    const line = makeLine(
      readLabel(described.id),
      described.timestamp,
      level === undefined || level === null ? lineLevel(message, levels) : (levels(level) ?? 'info'),
      message,
      labelsOf(described.labels),
      raw,
    );
    setDetails(line, described.progress, described.metadata);
    return line;
  };
}
