// A log from the page's own origin, sharing one connection with all tabs that show it, unless the address ends in `?alone`.
import { createLogStream, prismq } from '@tailrace/core';

const list = document.querySelector('ol') as HTMLOListElement;
const status = document.querySelector('[role=status]') as HTMLParagraphElement;

const stream = createLogStream(prismq({ baseUrl: location.origin }).run('demo'), {
  shareTabs: location.search !== '?alone',
  bufferLines: 50_000,
  backoff: { base: 50, cap: 200, floor: 10 },
});

function show(text: string): void {
  const row = document.createElement('li');
  row.textContent = text;
  list.append(row);
}

stream.on('entries', (entries) => entries.forEach((entry) => show(entry.message)));
stream.on('gap', (gap) => show(`gap ${gap.reason}`));
stream.on('status', (now) => {
  status.textContent = now;
});
stream.connect();

document.addEventListener('disconnect', () => stream.disconnect());
