import { drained } from './drained.js';
import type { Output } from './io.js';

/** Characters that are gathered at most before they are written. */
const CHUNK = 64 * 1024;

/**
 * Writes lines in a few large chunks, at the reader's pace. A reader that has gone away (`| head`) is not an error:
 * `closed` turns true, and later lines are dropped. Any other failure is thrown by the next call.
 */
export class LineWriter {
  private pending: string[] = [];
  private size = 0;
  private scheduled: NodeJS.Immediate | undefined;
  private full: Promise<void> | undefined;
  /** The reader has gone away. */
  closed = false;
  private failure: Error | undefined;

  /**
   * @param onClosed called once when the reader has gone away or the output has failed
   * @param signal stops waiting for a slow reader when it fires
   */
  constructor(
    private readonly output: Output,
    private readonly onClosed: () => void = () => {},
    private readonly signal?: AbortSignal,
  ) {
    output.on('error', (error) => this.failed(error));
  }

  /** Writes a line (without its line break). Waits only when the reader is behind. */
  async line(text: string): Promise<void> {
    this.throwFailure();
    if (this.closed) return;
    this.pending.push(text);
    this.size += text.length;
    if (this.size >= CHUNK) this.flush();
    else this.scheduled ??= setImmediate(() => this.flush());
    await this.full;
  }

  /** Writes what is left and waits until the output has accepted it. */
  async end(): Promise<void> {
    this.flush();
    await this.full;
    this.throwFailure();
  }

  private flush(): void {
    if (this.scheduled !== undefined) clearImmediate(this.scheduled);
    this.scheduled = undefined;
    if (this.pending.length === 0) return;
    const text = `${this.pending.join('\n')}\n`;
    this.pending = [];
    this.size = 0;
    if (this.closed || this.output.write(text)) return;
    this.full ??= drained(this.output, this.signal).then(() => {
      this.full = undefined;
    });
  }

  private failed(error: Error): void {
    if (this.closed) return;
    this.closed = true;
    const code = (error as { code?: unknown }).code;
    if (code !== 'EPIPE' && code !== 'ERR_STREAM_DESTROYED' && code !== 'ECONNRESET') this.failure = error;
    this.onClosed();
  }

  private throwFailure(): void {
    const failure = this.failure;
    this.failure = undefined;
    if (failure !== undefined)
      throw new Error(`Cannot write the output: ${failure.message}.`, { cause: failure });
  }
}
