/** Builds the answer to a tab that has asked for the lines it is missing. Pure. */
import { given } from '../lib/given.js';
import type { TabHost } from './tab-host.js';
import type { TabLog } from './tab-log.js';
import type { Ask, TabMessage } from './tab-protocol.js';
import { continues } from './tab-roles.js';
import type { TabConfig, TabState } from './tab-state.js';

/** Items in one message. */
export const BATCH = 500;

/** The data for an answer. */
export interface AnswerParts<Raw> {
  readonly config: TabConfig;
  readonly state: TabState;
  readonly log: TabLog<Raw>;
  readonly host: Pick<TabHost<Raw>, 'memory'>;
  /** Maximum number of lines that a tab begins with. */
  readonly history: number;
  /** Whether the server has lines before our first one; undefined: not known. */
  readonly more: boolean | undefined;
}

/** The messages of one answer. Those with items are made when they are taken; if the log has dropped items by then, they are the last. */
export function* answerTo<Raw>(
  ask: Ask,
  { config, state, log, host, history, more }: AnswerParts<Raw>,
): Generator<TabMessage<Raw>, void> {
  const { start, next } = log;
  const own = state.exact ? state.held : undefined;
  const joined = ask.position >= start && continues(ask.held, ask.position, own, config.ordered);
  const kind = joined ? 'continue' : ask.fresh ? 'fresh' : 'judge';
  const from = joined ? Math.min(ask.position, next) : ask.fresh ? Math.max(start, next - history) : start;
  const answer = { by: config.id, to: ask.by, nonce: ask.nonce } as const;
  yield {
    type: 'sync',
    ...answer,
    kind,
    from,
    until: next,
    whole: !log.truncated,
    ...(own ? { held: own } : {}),
    ...(kind === 'fresh'
      ? given({
          memory: host.memory(log.linesFrom(from)),
          more: from > start || log.truncated ? true : more,
        })
      : {}),
  };
  for (let at = from; at < next && at >= log.start; at += BATCH)
    yield { type: 'sync-items', ...answer, from: at, items: log.slice(at, Math.min(BATCH, next - at)) };
}
