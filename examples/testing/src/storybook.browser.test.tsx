/** Does what `parameters.msw.handlers` do in Storybook: one worker for all stories, with handlers that each story sets. */
import { containers } from '@tailrace/core';
import { createMockBackend, demoToken } from '@tailrace/mock-server';
import { LogViewer } from '@tailrace/react';
import { setupWorker } from 'msw/browser';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { render } from 'vitest-browser-react';
import story, { Live } from './live.stories.js';

const worker = setupWorker();
beforeAll(() => worker.start({ quiet: true, onUnhandledFrame: 'bypass' }));
afterEach(() => worker.resetHandlers());
afterAll(() => worker.stop());

it('plays a scenario from its beginning', async () => {
  worker.use(...story.parameters.msw.handlers);
  const screen = await render(Live.render());
  await expect.element(screen.getByText(/listening on :8080/)).toBeVisible();
});

it('injects the faults of a story’s buttons', async () => {
  // Its own address: viewers of the same log share a connection, and the previous story's may still be open.
  const source = containers({ baseUrl: 'https://faults.example.com', token: demoToken }).service('demo');
  const backend = createMockBackend({ scenario: 'none' });
  worker.use(...backend.handlers);
  backend.control.append('demo', ['before']);
  const screen = await render(<LogViewer source={source} height="300px" />);
  await expect.element(screen.getByText('before')).toBeVisible();
  backend.control.cut();
  backend.control.append('demo', ['after']);
  await expect.element(screen.getByText('after')).toBeVisible();
  expect(backend.control.received().filter(({ kind }) => kind === 'websocket').length).toBe(2);
});
