// One stream in its own process, disconnected at a given moment; the process must then exit by itself.
// Arguments: backend, transport, base URL, moment. Every wait outlasts the test, so that a leftover timer is noticed.
import * as core from '@tailrace/core';

const [backend, transport, baseUrl, moment] = process.argv.slice(2);
const LONG = 600_000;
const token = 'tailrace-demo';
const sources = {
  codespace: () => core.codespace({ baseUrl, token }).task('demo'),
  prismq: () => core.prismq({ baseUrl }).run('demo'),
  stratal: () => core.stratal({ baseUrl }).jobRun('demo'),
  containers: () => core.containers({ baseUrl, token }).service('demo'),
};
const stream = core.createLogStream(sources[backend](), {
  transport,
  connectTimeout: LONG,
  stallTimeout: LONG,
  pollInterval: LONG,
  overlapWindow: LONG,
  backoff: { base: LONG, cap: LONG, floor: LONG, resetAfter: LONG },
});

let over = false;
function end(what) {
  if (over) return;
  over = true;
  console.log(what);
  stream.disconnect();
}
stream.subscribe(() => undefined);
stream.on('status', (status) => status === moment && setTimeout(() => end(status), 50));
stream.on('entries', () => moment === 'entries' && end('entries'));
if (moment === 'loop') {
  for await (const item of stream) {
    console.log(item.kind);
    break;
  }
} else stream.connect();
// By then it is waiting for a connection or for a page.
if (moment === 'after a refusal') setTimeout(() => end(stream.getSnapshot().status), 300);
if (moment === 'end of input') process.stdin.resume().on('end', () => end('end of input'));
