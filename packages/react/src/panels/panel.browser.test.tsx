import { LogStreamingService } from '@tailrace/core';
import { expect, it } from 'vitest';
import { render } from 'vitest-browser-react';
import { StreamingStatus } from './streaming-status.js';
import '../styles.css';
import '../panels.css';

it('a panel holds the reason for a failure, also with an address longer than it is wide', async () => {
  const service = new LogStreamingService('https://logs-of-the-staging-environment.example.com/some/path', {
    fetch: () => Promise.reject(new TypeError('Failed to fetch')),
  });
  const { container } = await render(
    <div style={{ width: 240 }}>
      <StreamingStatus service={service} interval={0} />
    </div>,
  );
  await expect.poll(() => container.textContent).toContain('staging-environment');
  const panel = container.querySelector('[data-tailrace="panel"]') as HTMLElement;
  expect(panel.scrollWidth).toBeLessThanOrEqual(panel.clientWidth);
});
