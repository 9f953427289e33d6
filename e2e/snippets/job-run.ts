// A job run's live lines, then `disconnect()`.
import { LogStreamingService } from '@tailrace/core';

const [baseUrl, jobRunId, wanted] = process.argv.slice(2);
let count = 0;

const logService = new LogStreamingService(baseUrl, {
  autoReconnect: true,
  maxReconnectAttempts: 5,
  onError: (error) => {
    console.log('service error:', error.kind);
  },
});

const streamer = logService.streamJobRunLogs(jobRunId ?? '', {
  onMessage: (log) => {
    console.log(`[${log.level}] ${log.message} ${log.job_run_id} ${log.stream} ${typeof log.timestamp}`);
    count += 1;
    if (count === Number(wanted)) streamer.disconnect();
  },
  onConnect: () => {
    console.log('connected');
  },
  onDisconnect: () => {
    console.log('disconnected');
  },
  onError: (error) => {
    console.log('stream error:', error.kind);
  },
  autoReconnect: true,
  maxReconnectAttempts: 10,
});
