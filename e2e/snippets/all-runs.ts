// All runs and the system, distinguished by the server's `type`.
import { LogStreamingService } from '@tailrace/core';

const [baseUrl, wanted] = process.argv.slice(2);
const logService = new LogStreamingService(baseUrl);
let count = 0;

const streamer = logService.streamAllLogs({
  onConnect: () => console.log('connected'),
  onMessage: (log) => {
    switch (log.type) {
      case 'system':
        console.log(`[SYSTEM] ${log.message}`);
        break;
      case 'job':
        console.log(`[JOB ${log.job_run_id}] ${log.message}`);
        break;
      case 'task':
        console.log(`[TASK ${log.task_run_id === undefined ? 'none' : 'some'}] ${log.message}`);
        break;
    }
    count += 1;
    if (count === Number(wanted)) streamer.disconnect();
  },
});
