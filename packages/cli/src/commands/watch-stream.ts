import type { LogStream, LogStreamError } from '@tailrace/core';
import type { Notices } from '../terminal/notices.js';
import { firstSentence, isHopeless, shortTime } from './first-contact.js';

/** The reason for the end, if it is a failure. The first one counts. */
export interface Failure {
  readonly sentence: string | undefined;
  note(thrown: unknown): void;
}

/** Tells on stderr how the connection is doing, and gives up, or has enough, when it is time to. */
export function watchStream(stream: LogStream, follow: boolean, notices: Notices): Failure {
  let sentence: string | undefined;
  let hadContact = false;
  let missesHistory = false;
  let failedAttempts = 0;
  const note = (thrown: unknown): void => {
    sentence ??= thrown instanceof Error ? thrown.message : String(thrown);
  };

  stream.on('status', (status) => {
    if (status !== 'live' && status !== 'polling') return;
    if (hadContact && failedAttempts > 0) notices.say('Connected again.');
    hadContact = true;
    failedAttempts = 0;
    // The first poll has read everything up to now.
    if (!follow) stream.disconnect();
  });
  stream.on('error', (error) => {
    if (error.kind === 'malformed')
      return notices.say(`${firstSentence(error.message)} It begins: ${String(error.cause)}`);
    if (error.kind === 'oversize') return notices.say(error.message);
    // How it goes on, and when the next attempt is due, is known in a moment.
    queueMicrotask(() => goesOn(error));
  });
  const goesOn = (error: LogStreamError): void => {
    const { retry, status, history, ledger, arrived } = stream.getSnapshot();
    // What ended the stream is thrown by the loop.
    if (status === 'failed' || status === 'closed' || status === 'complete') return;
    // Live lines flow while the history is refused; some servers have none. It is not printed later, after newer lines.
    if (retry === undefined && !missesHistory && history === 'more' && ledger.stored === arrived) {
      missesHistory = true;
      return notices.say(
        `${firstSentence(error.message)} Lines from before now are left out; run the command again to see them.`,
      );
    }
    if (retry === undefined) return notices.say(error.message);
    failedAttempts += 1;
    if (isHopeless(error, failedAttempts, hadContact)) {
      note(error);
      stream.disconnect();
      return;
    }
    // Until the first contact the final sentence is enough.
    if (hadContact) notices.say(`${firstSentence(error.message)} Trying again in ${shortTime(retry.delay)}.`);
  };

  return {
    get sentence() {
      return sentence;
    },
    note,
  };
}
