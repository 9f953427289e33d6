import { expect } from 'vitest';
import type { DecodedLine } from '../../entry.js';
import type { Frame, LogSource, Signal, TransportName } from '../source.js';

/** Decodes a frame, and expects of the short way that it says the same of it or nothing at all. */
export function decodeBoth<Raw>(
  source: LogSource<Raw>,
  frame: Frame,
  transport: TransportName,
): readonly Signal<Raw>[] {
  const signals = source.decode(frame, transport);
  const before: DecodedLine<Raw> = { level: 'info', message: 'before', labels: {}, raw: undefined as Raw };
  const lines = [before];
  if (source.decode.lines?.(frame, transport, lines) === true)
    expect(lines.slice(1).map((line) => ({ type: 'line', line }))).toEqual(signals);
  else expect(lines).toEqual([before]);
  return signals;
}
