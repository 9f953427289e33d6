/** Why a server could not start. */
export type ServeErrorKind = 'port-in-use' | 'not-allowed' | 'bad-address' | 'bad-option';

/** The server could not start. The message says why, and what to do. */
export class ServeError extends Error {
  override readonly name = 'ServeError';
  constructor(
    readonly kind: ServeErrorKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Turns the error of a failed `listen` into one whose message says what to do. */
export function listenError(error: NodeJS.ErrnoException, host: string, port: number): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new ServeError(
        'port-in-use',
        `Port ${port} on ${host} is already in use. Stop the program that uses it, or choose another port (--port, 0 takes any free one).`,
        { cause: error },
      );
    case 'EACCES':
      return new ServeError(
        'not-allowed',
        `This user may not listen on port ${port}. Choose a port of 1024 or above (--port).`,
        { cause: error },
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return new ServeError(
        'bad-address',
        `${host} is not an address of this machine. Use 127.0.0.1 for this machine only, or 0.0.0.0 for all its addresses.`,
        { cause: error },
      );
    default:
      return error;
  }
}
