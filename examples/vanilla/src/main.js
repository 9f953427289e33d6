// @ts-check
// The newest 200 lines of every run, as they come. No framework, no build.
import { createLogStream, stratal } from '@tailrace/core';

const SHOWN = 200;

const query = new URLSearchParams(location.search);
const stream = createLogStream(stratal({ baseUrl: query.get('server') ?? location.origin }).all(), {
  history: SHOWN,
});

const status = /** @type {HTMLOutputElement} */ (document.getElementById('status'));
const list = /** @type {HTMLOListElement} */ (document.getElementById('log'));

/** @param {string} text */
function addRow(text) {
  const row = document.createElement('li');
  row.textContent = text; // a text node: whatever a log says, it stays text
  list.append(row);
  while (list.childElementCount > SHOWN) list.firstElementChild?.remove();
  return row;
}

stream.on('entries', (entries) => {
  const page = document.documentElement;
  const atEnd = page.scrollHeight - page.scrollTop - page.clientHeight < 40;
  for (const entry of entries.slice(-SHOWN))
    addRow(`${entry.timestamp?.slice(11, 23) ?? ''} ${entry.message}`).dataset.level = entry.level;
  // Whoever has scrolled up stays there.
  if (atEnd) page.scrollTop = page.scrollHeight;
});
stream.on('gap', (gap) =>
  addRow(`… ${gap.missing ?? 'some'} lines are missing (${gap.reason})`).classList.add('gap'),
);
stream.subscribe(() => {
  const { status: word, ledger, error } = stream.getSnapshot();
  status.value = `${word}: ${ledger.stored} lines${error ? `. ${error.message}` : ''}`;
});
stream.connect();
