/** The user's choices that a viewer remembers, as text for a storage. Pure. */
import { LOG_LEVELS, type LogLevel, type SearchOptions } from '@tailrace/core';
import { given } from '../../lib/given.js';
import { chosenLevels } from './chosen-levels.js';
import { TIMESTAMP_MODES, type TimestampMode, type ViewerState } from '../viewer-state.js';
import { COPY_FORMATS, type CopyFormat } from './copy-format.js';

/** Changes whenever an older text would be misread. */
const VERSION = 1;

/** The remembered choices. `levels` null: all levels. */
export interface Preferences {
  readonly wrap: boolean;
  readonly timestamps: TimestampMode;
  readonly copyFormat: CopyFormat;
  readonly levels: readonly LogLevel[] | null;
  readonly find: SearchOptions;
}

/** The preferences of a viewer's state. */
export function preferencesOf({ wrap, timestamps, copyFormat, filter, find }: ViewerState): Preferences {
  const { regex = false, caseSensitive = false, wholeWord = false } = find.options;
  const levels = chosenLevels(filter);
  return {
    wrap,
    timestamps,
    copyFormat,
    levels: levels.length === LOG_LEVELS.length ? null : levels,
    find: { regex, caseSensitive, wholeWord },
  };
}

export function writePreferences(preferences: Preferences): string {
  return JSON.stringify({ version: VERSION, ...preferences });
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const oneOf = <T extends string>(values: readonly T[], value: unknown): T | undefined =>
  values.find((each) => each === value);

/** Parses levels: some, or all; undefined if no known level is named. */
function levelsOf(value: unknown): Preferences['levels'] | undefined {
  if (!Array.isArray(value)) return value === null ? null : undefined;
  const known = LOG_LEVELS.filter((level) => value.includes(level));
  return known.length === 0 && value.length > 0 ? undefined : known;
}

/** Parses the preferences in a text; missing and invalid ones are left out. undefined if the text is something else. */
export function readPreferences(text: string | null): Partial<Preferences> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text ?? 'null');
  } catch {
    // Not ours, or damaged: there are no preferences.
    return undefined;
  }
  if (!isRecord(value) || value['version'] !== VERSION) return undefined;
  const { wrap, levels, find } = value;
  return given({
    wrap: typeof wrap === 'boolean' ? wrap : undefined,
    timestamps: oneOf(TIMESTAMP_MODES, value['timestamps']),
    copyFormat: oneOf(COPY_FORMATS, value['copyFormat']),
    levels: levelsOf(levels),
    find: isRecord(find)
      ? {
          regex: find['regex'] === true,
          caseSensitive: find['caseSensitive'] === true,
          wholeWord: find['wholeWord'] === true,
        }
      : undefined,
  });
}
