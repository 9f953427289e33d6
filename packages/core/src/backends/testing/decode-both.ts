import { expect } from 'vitest';
import type { DecodedLine, LogEntry } from '../../entry.js';
import type { Frame, LogSource, Signal, TransportName } from '../source.js';

/** Lines from the fast path have the shape of an entry: removes the extra fields. */
function withoutPlace<Raw>(line: DecodedLine<Raw>): DecodedLine<Raw> {
  const { kind: _kind, seq: _seq, ...rest } = line as LogEntry<Raw>;
  return rest;
}

/** Decodes a frame, and expects the fast path to return the same lines or to leave them to the decoder. */
export function decodeBoth<Raw>(
  source: LogSource<Raw>,
  frame: Frame,
  transport: TransportName,
): readonly Signal<Raw>[] {
  const signals = source.decode(frame, transport);
  const before: DecodedLine<Raw> = { level: 'info', message: 'before', labels: {}, raw: undefined as Raw };
  const lines = [before];
  if (source.decode.lines?.(frame, transport, lines) === true)
    expect(lines.slice(1).map((line) => ({ type: 'line', line: withoutPlace(line) }))).toEqual(signals);
  else expect(lines).toEqual([before]);
  return signals;
}
