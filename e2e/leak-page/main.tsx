// Viewers that come and go: the test mounts one, writes lines to it and takes it away again.
import { createLogFeed, type LogFeed } from '@tailrace/core';
import { LogViewer } from '@tailrace/react';
import '@tailrace/react/styles.css';
import { createRoot, type Root } from 'react-dom/client';

const PADDING = 'some more text, as lines of a log are rarely short '.repeat(3);
const app = document.getElementById('app') as HTMLElement;

let feed: LogFeed;
let root: Root | undefined;
let written = 0;

function write(lines: number): void {
  const text = (_: unknown, at: number): string => `${written + at} \u001b[32mok\u001b[0m ${PADDING}`;
  feed.append(Array.from({ length: lines }, text));
  written += lines;
}

function mount(lines: number): void {
  feed = createLogFeed();
  root = createRoot(app);
  root.render(<LogViewer source={feed} height="90vh" />);
  write(lines);
}

function unmount(): void {
  root?.unmount();
  root = undefined;
  feed = createLogFeed();
}

const page = { mount, write, unmount };
export type LeakPage = typeof page;
Object.assign(globalThis, { leakPage: page });
