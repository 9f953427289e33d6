/** What the command line calls each backend and its transports; the tests run over all of them. */
export const BACKENDS = [
  { backend: 'codespace', transports: ['sse', 'poll'], endsByItself: true },
  { backend: 'prismq', transports: ['sse', 'poll'], endsByItself: true },
  { backend: 'stratal', transports: ['ws', 'sse', 'poll'], endsByItself: false },
  { backend: 'containers', transports: ['ws', 'poll'], endsByItself: false },
] as const;

/** Each backend with each of its transports. */
export const PAIRS = BACKENDS.flatMap(({ transports, ...rest }) => transports.map((transport) => ({ ...rest, transport })));
