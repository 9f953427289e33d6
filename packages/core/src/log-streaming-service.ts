/**
 * The facade for the job backend (`stratal`), whose clients use it under this name: opens its streams, and reads what REST has.
 * Whatever is not of that backend is in {@link LogSourceService}.
 */
import type { CallOptions } from './backends/reader.js';
import {
  stratal,
  type Stratal,
  type StratalLog,
  type StratalLogPage,
  type StratalStreamingStatus,
  type StratalType,
} from './backends/stratal.js';
import type { DownloadProgress } from './lib/download.js';
import {
  LogSourceService,
  type DownloadedLog,
  type StreamSubscription,
  type SubscribeOptions,
} from './log-source-service.js';

/**
 * See the file's head. The `get…` and `download…` methods send one request and try it once: they reject with a `LogStreamError`
 * at once, whose `retryable` and `retryAfter` (milliseconds) say whether and when another try is worth it. A server that says
 * nothing for 30 s rejects with kind `timeout`; a download has no such limit. Streams try again by themselves.
 */
export class LogStreamingService extends LogSourceService {
  /** Lines of one job run from now on; read what came before with {@link LogStreamingService.getJobRunLogs}. */
  streamJobRunLogs(
    jobRunId: string,
    options: SubscribeOptions<StratalLog> = {},
  ): StreamSubscription<StratalLog> {
    return this.stream(this.jobs.jobRun(jobRunId), { history: 0, ...options });
  }

  /** Lines of every run, and the system's, from now on. */
  streamAllLogs(options: SubscribeOptions<StratalLog> = {}): StreamSubscription<StratalLog> {
    return this.stream(this.jobs.all(), { history: 0, ...options });
  }

  /** Stored lines of a job run and its tasks, oldest first. `limit` is at most 1,000. */
  getJobRunLogs(jobRunId: string, limit = 100, offset = 0, call: CallOptions = {}): Promise<StratalLogPage> {
    return this.jobs.jobRunLogs(jobRunId, { limit, offset, ...call });
  }

  /** Stored lines of one task run. */
  getTaskRunLogs(taskRunId: string, call: CallOptions = {}): Promise<StratalLogPage> {
    return this.jobs.taskRunLogs(taskRunId, call);
  }

  /** Stored lines that belong to no job. */
  getSystemLogs(limit = 100, offset = 0, call: CallOptions = {}): Promise<StratalLogPage> {
    return this.jobs.systemLogs({ limit, offset, ...call });
  }

  /** Stored lines of one type. */
  getLogsByType(type: StratalType, limit = 100, offset = 0, call: CallOptions = {}): Promise<StratalLogPage> {
    return this.jobs.logsByType(type, { limit, offset, ...call });
  }

  /** How many clients are connected, and to what. */
  getStreamingStatus(call: CallOptions = {}): Promise<StratalStreamingStatus> {
    return this.jobs.streamingStatus(call);
  }

  /** The log file of a job run, from the server. */
  downloadJobRunLogs(
    jobRunId: string,
    options: CallOptions & { readonly date?: string; onProgress?(progress: DownloadProgress): void } = {},
  ): Promise<DownloadedLog> {
    return this.download(this.jobs.jobRun(jobRunId), options);
  }

  private get jobs(): Stratal {
    return stratal({
      baseUrl: this.baseUrl,
      token: this.token,
      fetch: this.defaults.fetch,
    });
  }
}
