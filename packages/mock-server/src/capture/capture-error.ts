/** Why something could not be captured. */
export type CaptureErrorKind = 'bad-command' | 'not-found' | 'not-allowed' | 'failed';

/** Something could not be captured. The message says why and what to do. */
export class CaptureError extends Error {
  override readonly name = 'CaptureError';
  constructor(
    readonly kind: CaptureErrorKind,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
