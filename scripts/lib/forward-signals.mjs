const names =
  process.platform === 'win32'
    ? ['SIGINT', 'SIGTERM']
    : ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'];

/** Hands the signals that this process gets on to its child, and stays alive to tell how the child ended. Answers its undo. */
export function forwardSignals(child) {
  // At a terminal Ctrl-C goes to the whole foreground group, so the child has had it already; one sent to this process
  // alone (kill -INT) has not reached the child. The pause tells them apart: a child that had it is gone or on its way.
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
