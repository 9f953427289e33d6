const names =
  process.platform === 'win32'
    ? ['SIGINT', 'SIGTERM']
    : ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'];

/** Passes signals on to the child, and keeps this process alive to report how the child ended. Returns the undo. */
export function forwardSignals(child) {
  // In a terminal, Ctrl-C goes to the whole foreground group, so the child has it already; a SIGINT sent to this process alone
  // (kill -INT) has not reached the child. The pause covers both: by then, a child that got Ctrl-C has exited or is about to.
  const atTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  let interrupted = false;
  const forward = (signal) => {
    if (signal !== 'SIGINT' || !atTerminal) child.kill(signal);
    else if (!interrupted) {
      interrupted = true;
      setTimeout(() => child.kill(signal), 2_000).unref();
    }
  };
  for (const name of names) process.on(name, forward);
  return () => {
    for (const name of names) process.off(name, forward);
  };
}
