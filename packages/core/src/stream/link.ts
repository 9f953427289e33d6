/** How a stream gets its lines: from a feed, over a connection of its own, or through the tab that leads. */
import type { LogSource } from '../backends/source.js';
import { createConnection, type Connection, type ConnectionHost } from '../connection/connection.js';
import { createFeedConnection } from '../connection/feed-connection.js';
import type { ConnectionState } from '../connection/machine.js';
import type { TabConnection } from '../connection/tab-connection.js';
import type { Intake } from '../continuity/intake.js';
import type { LogStreamError } from '../errors.js';
import type { ResolvedOptions } from '../options.js';
import { createSharedTabs } from './shared-tabs.js';

export interface LinkParts<Raw> {
  readonly source: LogSource<Raw>;
  readonly options: ResolvedOptions;
  readonly intake: Intake<Raw>;
  /** What does the stream's side of a connection. It tells its steps to {@link Link.sessionMoved}. */
  readonly session: ConnectionHost & { begun(): void };
  /** Number of the next line. */
  nextSeq(): number;
  /** The stream as a whole made a step. */
  moved(state: ConnectionState): void;
  error(error: LogStreamError): void;
  older(more: boolean): void;
}

export interface Link<Raw> {
  readonly connection: Connection;
  /** Where this stream shares its lines with other tabs. */
  readonly tabs: TabConnection<Raw> | undefined;
  /** The own connection made a step; whether the stream did is for the tabs to say, where they share. */
  sessionMoved(state: ConnectionState): void;
}

export function createLink<Raw>(parts: LinkParts<Raw>): Link<Raw> {
  const { source, options, intake, session, moved } = parts;
  if (source.attach) {
    const connection = createFeedConnection<Raw>(source.attach.bind(source), {
      nextSeq: parts.nextSeq,
      lines: (lines, news) => intake.live(lines, news),
      missed: (missing, next) => intake.gaps.addMissed(missing, next?.timestamp),
      changed: moved,
    });
    return { connection, tabs: undefined, sessionMoved: moved };
  }
  let tell = moved;
  const open = (changed: (state: ConnectionState) => void): Connection => {
    tell = changed;
    return createConnection<Raw>(source, options, session);
  };
  const tabs = createSharedTabs<Raw>({
    source,
    options,
    intake,
    changed: moved,
    begun: () => session.begun(),
    error: parts.error,
    older: parts.older,
    open,
  });
  return { connection: tabs ?? open(moved), tabs, sessionMoved: (state) => tell(state) };
}
