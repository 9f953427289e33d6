import type { LogSource, TransportName } from '../backends/source.js';
import { LogStreamError } from '../errors.js';
import type { ResolvedOptions } from '../options.js';

/** The source's transports in order, or only the requested one, without those that this environment does not support. */
export function usableTransports<Raw>(
  source: LogSource<Raw>,
  options: Pick<ResolvedOptions, 'transport' | 'WebSocket'>,
): readonly TransportName[] {
  if (options.transport !== undefined) {
    if (!source.transports.includes(options.transport))
      throw new LogStreamError(
        'unsupported',
        `${source.backend} (${source.title}) has no ${options.transport} transport. It has: ${source.transports.join(', ') || 'none'}.`,
      );
    return [options.transport];
  }
  const usable = source.transports.filter((name) => name !== 'websocket' || options.WebSocket !== undefined);
  return usable.length > 0 ? usable : source.transports;
}
