/**
 * The page of the transport benches. No debugger is attached to it, because watching the network slows it down: its address says
 * what to do, and it posts the result.
 */
import { measureLatency } from './readers/latency.ts';
import { SOCKET_READERS } from './readers/socket.ts';
import { SSE_READERS } from './readers/sse.ts';

const asked = new URLSearchParams(location.search);
const text = (name: string): string => asked.get(name) ?? '';
const number = (name: string): number => Number(asked.get(name));

async function run(): Promise<unknown> {
  const subject = text('subject');
  if (text('kind') === 'latency') return measureLatency(subject, number('rate'), number('seconds'));
  const readers = text('kind') === 'sse' ? SSE_READERS : SOCKET_READERS(number('batch'));
  const read = readers[subject];
  if (!read) throw new Error(`Unknown reader "${subject}".`);
  const count = number('lines');
  // Twice: the first time loads and warms the code, and lets the server generate its lines.
  await read(count, () => undefined);
  let start = performance.now();
  const lines = await read(count, () => (start = performance.now()));
  return { lines, ms: performance.now() - start };
}

run()
  .catch((thrown: unknown) => ({ error: String(thrown) }))
  .then((result) => fetch('/result', { method: 'POST', body: JSON.stringify({ run: text('run'), result }) }))
  .catch((thrown: unknown) => {
    document.title = String(thrown);
  });
