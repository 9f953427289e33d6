import type { Meta, StoryObj } from '@storybook/react-vite';
import { containers } from '@tailrace/core';
import { createMockBackend, demoToken } from '@tailrace/mock-server';
import { LogViewer } from '@tailrace/react';

const backend = createMockBackend({ scenario: 'steady' });
const source = containers({ baseUrl: 'https://api.example.com', token: demoToken }).service('demo');

export default {
  component: LogViewer,
  parameters: { msw: { handlers: backend.handlers } },
} satisfies Meta<typeof LogViewer>;

export const Live = {
  render: () => (
    <>
      <button onClick={() => backend.control.cut()}>Pull the plug</button>
      <LogViewer source={source} height="400px" />
    </>
  ),
} satisfies StoryObj<typeof LogViewer>;
