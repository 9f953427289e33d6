import type { LogSource } from '../backends/source.js';

/** A source whose live streams replay so many lines at most, with or without timestamps. Rows have them. */
export function shortReplay(source: LogSource, lines: number, isStamped: boolean): LogSource {
  const live: LogSource['live'] = (...args) => {
    const { url, ...request } = source.live(...args);
    return { ...request, url: url.replace(/tail=\d+/, `tail=${lines}`) };
  };
  const decode: LogSource['decode'] = (...args) =>
    source.decode(...args).map((signal) => {
      if (isStamped || signal.type !== 'line') return signal;
      const { time: _time, timestamp: _timestamp, ...line } = signal.line;
      return { ...signal, line };
    });
  return Object.create(source, { live: { value: live }, decode: { value: decode } }) as LogSource;
}
