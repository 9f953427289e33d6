import type { LogStream, LogStreamError } from '@tailrace/core';
import type { Notices } from '../terminal/notices.js';
import { isHopeless } from './first-contact.js';
import { messageOf } from '../message-of.js';

/** Why the command failed, if it did. The first reason counts. */
export interface Failure {
  readonly sentence: string | undefined;
  note(thrown: unknown): void;
}

/** Reports on stderr how the connection is doing. Disconnects once the history is read (without `follow`) or the server is unreachable. */
export function watchStream(stream: LogStream, follow: boolean, notices: Notices): Failure {
  let sentence: string | undefined;
  let hadContact = false;
  let missesHistory = false;
  let failedAttempts = 0;
  const note = (thrown: unknown): void => {
    sentence ??= messageOf(thrown);
  };

  stream.on('status', (status) => {
    if (status !== 'live' && status !== 'polling') return;
    if (hadContact && failedAttempts > 0) notices.say('Connected again.');
    hadContact = true;
    failedAttempts = 0;
    // Once it is polling, the history has been read completely.
    if (!follow) stream.disconnect();
  });
  stream.on('error', (error) => {
    if (error.kind === 'malformed')
      return notices.say(`${firstSentence(error.message)} It begins: ${String(error.cause)}`);
    if (error.kind === 'oversize') return notices.say(error.message);
    // The snapshot shows whether and when it will retry only after this event.
    queueMicrotask(() => report(error));
  });
  const report = (error: LogStreamError): void => {
    const { retry, status, history, ledger, arrived } = stream.getSnapshot();
    // An error that ends the stream is thrown by the loop that reads it.
    if (status === 'failed' || status === 'closed' || status === 'complete') return;
    // Live lines arrive although the history cannot be read. It would be printed after newer lines, so it is left out.
    if (retry === undefined && !missesHistory && history === 'more' && ledger.stored === arrived) {
      missesHistory = true;
      return notices.say(
        `${firstSentence(error.message)} Earlier lines are left out; run the command again to see them.`,
      );
    }
    if (retry === undefined) return notices.say(error.message);
    failedAttempts += 1;
    if (isHopeless(error, failedAttempts, hadContact)) {
      note(error);
      stream.disconnect();
      return;
    }
    // Before the first contact, the final message is enough.
    if (hadContact) notices.say(`${firstSentence(error.message)} Trying again in ${shortTime(retry.delay)}.`);
  };

  return {
    get sentence() {
      return sentence;
    },
    note,
  };
}

/** Milliseconds for people: `0.3 s`, `12 s`. */
function shortTime(ms: number): string {
  return ms < 950 ? `${(Math.max(ms, 50) / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`;
}

/** What happened, without the advice that follows: while it is retried, there is nothing to do. */
function firstSentence(message: string): string {
  return /^.*?[.!?](?=\s|$)/s.exec(message)?.[0] ?? message;
}
