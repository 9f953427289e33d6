import { LogStreamError, openSource, type LogSource, type OpenOptions } from '@tailrace/core';
import type { Target, TargetCommandName } from '../args/command.js';
import { given } from '../given.js';
import { UsageError } from '../usage-error.js';

/** Opens the log that a command line names. Whatever core refuses before it sends anything is wrong usage. */
export function openTarget(target: Target, command: TargetCommandName, options: OpenOptions = {}): LogSource {
  const { backend, baseUrl, token, id } = target;
  return asUsage(command, () => openSource(backend, given({ baseUrl, token }), id, options));
}

/** Runs `make`; an argument that core refuses becomes a {@link UsageError}. */
export function asUsage<T>(command: TargetCommandName, make: () => T): T {
  try {
    return make();
  } catch (thrown) {
    if (
      thrown instanceof LogStreamError &&
      (thrown.kind === 'invalid-argument' || thrown.kind === 'unsupported')
    )
      throw new UsageError(thrown.message, command);
    throw thrown;
  }
}
