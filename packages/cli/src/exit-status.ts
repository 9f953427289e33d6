/** Exit statuses. */
export const EXIT = {
  /** The log is complete, or its history was printed to the end. */
  complete: 0,
  /** Failed for good; the reason is on stderr. */
  failed: 1,
  /** The command line was wrong. */
  usage: 2,
  /** Ended by a signal. */
  interrupted: 130,
} as const;

/** One of {@link EXIT}. */
export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];
