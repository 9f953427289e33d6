/** Opens streams of any source, shares equal ones, and downloads whole logs. Independent of any backend. */
import { checkSource } from './backends/check-source.js';
import type { CallOptions } from './backends/reader.js';
import type { LogSource } from './backends/source.js';
import { invalidArgument, LogStreamError } from './errors.js';
import { checkOptions, checkType } from './lib/arguments.js';
import type { DownloadProgress } from './lib/download.js';
import { downloads } from './lib/downloads.js';
import { hostFetch } from './lib/host-fetch.js';
import type { TokenSource } from './lib/http.js';
import type { LogStreamOptions } from './options.js';
import type { LogStream } from './stream-types.js';
import { attachHandlers, isConnected, type StreamHandlers } from './stream/handlers.js';
import { createSharedStreams, type StreamLease } from './stream/shared-streams.js';

/** Options of a service: defaults for its streams, a token, and an error handler. */
export interface LogStreamingServiceOptions extends LogStreamOptions {
  /** Token for the sources that this service creates itself. */
  readonly token?: TokenSource;
  /** Called for every error of every stream of this service. */
  onError?(error: LogStreamError): void;
}

/** Handlers of one subscription, and stream options that apply to it alone. */
export type SubscribeOptions<Raw = unknown> = StreamHandlers<Raw> & LogStreamOptions;

/** A subscription to a stream, see {@link LogSourceService.stream}. */
export interface StreamSubscription<Raw = unknown> {
  /** The stream underneath; it may be shared with others. */
  readonly stream: LogStream<Raw>;
  /** Connects again after `disconnect()` or after the stream has failed for good; does nothing while it is connected or retrying. */
  connect(): void;
  /** Ends this subscription. The connection closes with the last subscription. */
  disconnect(): void;
  /** This subscription has not ended, and its stream is live or polling. */
  readonly isConnected: boolean;
}

/** A downloaded log. */
export interface DownloadedLog {
  readonly filename: string;
  readonly bytes: Uint8Array;
  /** Decodes the bytes as UTF-8. */
  text(): string;
}

/** Opens streams of any source, shares equal ones, and downloads whole logs. `LogStreamingService` adds the job backend. */
export class LogSourceService {
  private readonly streams = createSharedStreams();
  protected readonly defaults: LogStreamOptions;
  private readonly report: ((error: LogStreamError) => void) | undefined;
  private readonly origin: string;
  /** Used for every source that this service creates. */
  readonly token: TokenSource | undefined;

  /** @param baseUrl The backend's address. Default: the page's own origin. */
  constructor(baseUrl = '', options: LogStreamingServiceOptions = {}) {
    checkOptions(options);
    const { token, onError, ...defaults } = options;
    checkType('onError', onError, 'function');
    this.origin = baseUrl;
    this.token = token;
    this.report = onError;
    this.defaults = defaults;
  }

  /** The backend's address. Throws `invalid-argument` if none was given and there is no page to take it from. */
  get baseUrl(): string {
    if (this.origin !== '') return this.origin;
    const page = (globalThis as { location?: { origin?: string } }).location?.origin;
    if (page && page !== 'null') return page;
    throw invalidArgument(
      "Outside a web page a service needs a base URL: new LogStreamingService('https://…').",
    );
  }

  /** The `fetch` from the options; undefined: the global one is used. */
  get fetch(): typeof globalThis.fetch | undefined {
    return this.defaults.fetch;
  }

  /**
   * Opens a stream of any source without connecting it. Equal sources with equal options share one stream until every lease is released.
   * Throws `invalid-argument` for an invalid source or option.
   */
  open<Raw>(source: LogSource<Raw>, options: LogStreamOptions = {}): StreamLease<Raw> {
    checkSource(source);
    const lease = this.streams.acquire(source, { ...this.defaults, ...options });
    const { report } = this;
    const undo = report && lease.stream.on('error', (error) => report(error));
    return {
      stream: lease.stream,
      release() {
        undo?.();
        lease.release();
      },
    };
  }

  /** Subscribes to any source, and connects. Throws `invalid-argument` for an invalid source or option. */
  stream<Raw>(source: LogSource<Raw>, options: SubscribeOptions<Raw> = {}): StreamSubscription<Raw> {
    checkOptions(options);
    const { handlers, streamOptions } = splitOptions(options);
    let last: LogStream<Raw>;
    /** Releases it; undefined: it was released. */
    let leave: (() => void) | undefined;
    const isLive = (): boolean => leave !== undefined && isConnected(last.getSnapshot().status);
    const enter = (): void => {
      const lease = this.open(source, streamOptions);
      last = lease.stream;
      const detach = attachHandlers(last, handlers, streamOptions.history !== 0);
      leave = () => {
        leave = undefined;
        detach();
        lease.release();
      };
    };
    function connect(): void {
      if (!leave) enter();
      try {
        last.connect();
      } catch (thrown) {
        leave?.(); // the caller may have nothing to disconnect
        throw thrown;
      }
    }
    connect();
    return {
      get stream() {
        return last;
      },
      get isConnected() {
        return isLive();
      },
      connect,
      disconnect() {
        const wasLive = isLive();
        leave?.();
        if (wasLive) handlers.onDisconnect?.();
      },
    };
  }

  /**
   * Downloads the whole log of a source from the server, as text. Rejects with a `LogStreamError`: `unsupported` if the backend has no download.
   * With `onChunk`, each chunk is passed on as it arrives and `bytes` stays empty: for logs larger than memory. There is no timeout; use `signal`.
   */
  async download<Raw>(
    source: LogSource<Raw>,
    options: CallOptions & {
      readonly date?: string;
      onProgress?(progress: DownloadProgress): void;
      onChunk?(chunk: Uint8Array): void | Promise<void>;
    } = {},
  ): Promise<DownloadedLog> {
    checkSource(source);
    const request = source.download?.({ date: options.date });
    if (!request)
      throw new LogStreamError(
        'unsupported',
        `${source.backend} has no download. Export what the stream holds instead.`,
      );
    const { sendDownload } = await downloads.load();
    const { bytes, filename } = await sendDownload(request, {
      fetch: this.defaults.fetch ?? hostFetch,
      token: source.token,
      signal: options.signal,
      onProgress: options.onProgress?.bind(options),
      onChunk: options.onChunk?.bind(options),
    });
    return { bytes, filename: filename ?? request.filename, text: () => new TextDecoder().decode(bytes) };
  }
}

/** The name of a handler, and of no option of a stream. */
const HANDLER = /^on[A-Z]/;

function splitOptions<Raw>(options: SubscribeOptions<Raw>): {
  readonly handlers: StreamHandlers<Raw>;
  readonly streamOptions: LogStreamOptions;
} {
  const streamOptions: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(options))
    if (HANDLER.test(name)) checkType(name, value, 'function');
    else streamOptions[name] = value;
  return { handlers: options, streamOptions };
}
