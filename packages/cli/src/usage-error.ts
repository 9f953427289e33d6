/** The command line was written wrongly; nothing was sent anywhere. Ends with exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';

  /**
   * @param message one sentence: what is wrong and what to write instead. Never repeats a value that may be a token.
   * @param command whose `--help` is pointed at, if any
   */
  constructor(
    message: string,
    readonly command?: string,
  ) {
    super(message);
  }

  /** The line that follows the message. */
  get hint(): string {
    return `Run "tailrace ${this.command === undefined ? '' : `${this.command} `}--help" to see how it is used.`;
  }
}
