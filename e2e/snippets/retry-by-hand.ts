// A caller with its own retry logic: nothing reconnects by itself, and `connect()` starts again.
import { LogStreamingService } from '@tailrace/core';

const [baseUrl, jobRunId] = process.argv.slice(2);
const logService = new LogStreamingService(baseUrl);
let errors = 0;

const streamer = logService.streamJobRunLogs(jobRunId ?? '', {
  onMessage: (log) => {
    console.log(log.message);
    streamer.disconnect();
  },
  onError: (error) => {
    errors += 1;
    console.log(`error ${errors}: ${error.kind}`);
    setTimeout(() => {
      streamer.connect();
    }, 50);
  },
  autoReconnect: false,
});
