/**
 * The facade for the job backend (`stratal`), under the name that its clients already use: opens its streams and calls its REST endpoints.
 * Everything that is independent of the backend is in {@link LogSourceService}.
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
import { checkOptions } from './lib/arguments.js';
import type { DownloadProgress } from './lib/download.js';
import {
  LogSourceService,
  type DownloadedLog,
  type StreamSubscription,
  type SubscribeOptions,
} from './log-source-service.js';

/**
 * A client of the job backend (`stratal`). The `get…` and `download…` methods send one request and do not retry: they reject with a
 * `LogStreamError`, whose `retryable` and `retryAfter` (milliseconds) say whether and when a retry makes sense. If the server is silent
 * for 30 s they reject with kind `timeout`; a download has no such limit. Streams retry by themselves.
 */
export class LogStreamingService extends LogSourceService {
  /** Streams the lines of one job run from now on; `history: 500` starts with the newest 500. {@link LogStreamingService.getJobRunLogs} reads earlier lines. */
  streamJobRunLogs(
    jobRunId: string,
    options: SubscribeOptions<StratalLog> = {},
  ): StreamSubscription<StratalLog> {
    checkOptions(options);
    return this.stream(this.jobs.jobRun(jobRunId), { history: 0, ...options });
  }

  /** Streams the lines of all runs and of the system from now on. */
  streamAllLogs(options: SubscribeOptions<StratalLog> = {}): StreamSubscription<StratalLog> {
    checkOptions(options);
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

  /** Stored lines of the system, which belong to no job. */
  getSystemLogs(limit = 100, offset = 0, call: CallOptions = {}): Promise<StratalLogPage> {
    return this.jobs.systemLogs({ limit, offset, ...call });
  }

  /** Stored lines of one type. */
  getLogsByType(type: StratalType, limit = 100, offset = 0, call: CallOptions = {}): Promise<StratalLogPage> {
    return this.jobs.logsByType(type, { limit, offset, ...call });
  }

  /** How many clients are connected, in total and per job run. */
  getStreamingStatus(call: CallOptions = {}): Promise<StratalStreamingStatus> {
    return this.jobs.streamingStatus(call);
  }

  /** Downloads the log file of a job run from the server. `date`: YYYY-MM-DD. */
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
