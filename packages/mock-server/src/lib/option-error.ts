/** An option or argument is wrong: the message has its name, what it got and what it expects. */
export class OptionError extends TypeError {
  override readonly name = 'OptionError';
}
