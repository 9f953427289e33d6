/** How a stream receives its lines: from a feed, over its own connection, or from the leading tab. */
import type { LogSource } from '../backends/source.js';
import type { BufferView } from '../buffer/buffer-view.js';
import { createFeedConnection } from '../connection/feed-connection.js';
import type { ConnectionState } from '../connection/machine.js';
import type { Intake } from '../continuity/intake.js';
import type { LogStreamError } from '../errors.js';
import type { ResolvedOptions } from '../options.js';
import type { Session } from './session.js';
import { createSharedTabs, type SharedTabs } from './shared-tabs.js';

export interface LinkParts<Raw> {
  readonly source: LogSource<Raw>;
  readonly options: ResolvedOptions;
  readonly intake: Intake<Raw>;
  readonly session: Pick<Session, 'open' | 'begun'>;
  /** Sequence number of the next line. */
  nextSeq(): number;
  /** What the buffer holds. */
  view(): BufferView<Raw>;
  /** The state of the stream as a whole changed. */
  moved(state: ConnectionState): void;
  error(error: LogStreamError): void;
  older(more: boolean): void;
}

export function createLink<Raw>(parts: LinkParts<Raw>): SharedTabs<Raw> {
  const { source, options, intake, session, moved } = parts;
  if (source.attach) {
    const connection = createFeedConnection<Raw>(source.attach.bind(source), {
      nextSeq: parts.nextSeq,
      lines: (lines, news) => intake.live(lines, news),
      missed: (missing, next) => intake.gaps.addMissed(missing, next?.timestamp),
      changed: moved,
    });
    return { connection, tabs: undefined };
  }
  const { open, begun } = session;
  const { error, older, view } = parts;
  const shared = createSharedTabs<Raw>({
    source,
    options,
    intake,
    view,
    changed: moved,
    begun,
    error,
    older,
    open,
  });
  return shared ?? { connection: open(moved), tabs: undefined };
}
