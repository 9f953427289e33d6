import type { LogStreamError } from '../errors.js';
import type { TransportSink } from './transport.js';

/** Enforces the contract of {@link TransportSink}: the end is reported once, and nothing after it or after {@link OnceSink.mute}. */
export interface OnceSink extends TransportSink {
  /** False once it has ended or was muted. */
  readonly live: boolean;
  /** From now on nothing is reported. */
  mute(): void;
}

/** Wraps a sink. `release` runs once, just before the end is reported or when it is muted, to free timers and sockets. */
export function createOnceSink(sink: TransportSink, release: () => void): OnceSink {
  let live = true;
  const finish = (): boolean => {
    if (!live) return false;
    live = false;
    release();
    return true;
  };
  return {
    get live() {
      return live;
    },
    opened: () => void (live && sink.opened()),
    activity: () => void (live && sink.activity()),
    frames: (frames) => void (live && frames.length > 0 && sink.frames(frames)),
    oversize: (bytes) => void (live && sink.oversize(bytes)),
    retryDelay: (ms) => void (live && sink.retryDelay(ms)),
    ended(error: LogStreamError | undefined) {
      if (finish()) sink.ended(error);
    },
    mute: () => void finish(),
  };
}
