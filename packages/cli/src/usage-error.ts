/** The command line is wrong; nothing was sent. Leads to exit status 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';

  /**
   * @param message what is wrong and what to write instead. Must not repeat a value that may be a token.
   * @param command the command whose `--help` the hint names, if any
   */
  constructor(
    message: string,
    readonly command?: string,
  ) {
    super(message);
  }

  /** The line printed after the message. */
  get hint(): string {
    return `Run "tailrace ${this.command === undefined ? '' : `${this.command} `}--help" for usage.`;
  }
}
