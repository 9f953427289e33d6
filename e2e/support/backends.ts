/**
 * The backends and their transports as the command line calls them. `ending`: transports that can say on the wire that
 * a log is complete, so that `tail` ends by itself.
 */
export const BACKENDS = [
  { backend: 'codespace', transports: ['sse', 'poll'], ending: ['sse'] },
  { backend: 'prismq', transports: ['sse', 'poll'], ending: ['sse', 'poll'] },
  { backend: 'stratal', transports: ['ws', 'sse', 'poll'], ending: [] },
  { backend: 'containers', transports: ['ws', 'poll'], ending: [] },
] as const;

/** Each backend with each of its transports. */
export const PAIRS = BACKENDS.flatMap(({ backend, transports, ending }) =>
  transports.map((transport) => ({
    backend,
    transport,
    endsByItself: (ending as readonly string[]).includes(transport),
  })),
);
