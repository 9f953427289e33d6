import type { LogSource } from '@tailrace/core';
import { LogViewer } from '@tailrace/react';
import '@tailrace/react/styles.css';
import { createRoot } from 'react-dom/client';

/** A viewer of a source, as a page would have it. */
export function showStream(host: HTMLElement, source: LogSource): void {
  createRoot(host).render(<LogViewer source={source} height={600} />);
}
