// The REST methods of the facade.
import { LogStreamingService } from '@tailrace/core';

const [baseUrl, jobRunId] = process.argv.slice(2);
const logService = new LogStreamingService(baseUrl);

const jobLogs = await logService.getJobRunLogs(jobRunId ?? '', 100, 0);
const rest = await logService.getJobRunLogs(jobRunId ?? '', 100, 100);
const systemLogs = await logService.getSystemLogs(50, 0);
const taskLogs = await logService.getLogsByType('task', 100, 0);
const status = await logService.getStreamingStatus();
const download = await logService.downloadJobRunLogs(jobRunId ?? '');

console.log(
  JSON.stringify({
    job: jobLogs.logs.map(({ message }) => message),
    pagination: jobLogs.pagination,
    rest: rest.logs.length,
    system: systemLogs.logs.map(({ message }) => message),
    task: taskLogs.logs.map(({ type, message }) => `${String(type)} ${message}`),
    status: status.status,
    websocketClients: status.connections.global.websocket,
    filename: download.filename,
    downloaded: download.text().split('\n').length - 1,
  }),
);
