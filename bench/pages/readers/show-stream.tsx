import type { LogSource } from '@tailrace/core';
import { LogViewer } from '@tailrace/react';
import '@tailrace/react/styles.css';
import { createRoot } from 'react-dom/client';

/** Shows a source in a viewer, as a page would. */
export function showStream(host: HTMLElement, source: LogSource): void {
  createRoot(host).render(<LogViewer source={source} height={600} />);
}
