import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLogFeed } from '../backends/feed.js';
import { prismq } from '../backends/prismq.js';
import { createLogStream } from '../log-stream.js';

const run = prismq({ baseUrl: 'http://logs.test' }).run('a');
afterEach(() => vi.unstubAllGlobals());

describe('an environment without fetch', () => {
  it('can still show a feed', () => {
    vi.stubGlobal('fetch', undefined);
    const feed = createLogFeed();
    feed.append(['first', 'second']);
    const stream = createLogStream(feed);
    stream.connect();
    expect(stream.getSnapshot().status).toBe('live');
    expect(stream.getSnapshot().items).toMatchObject([{ message: 'first' }, { message: 'second' }]);
    stream.dispose();
  });

  it('makes a backend fail with advice, without a retry', async () => {
    vi.stubGlobal('fetch', undefined);
    const refused = { kind: 'invalid-argument', message: expect.stringContaining('options.fetch') as string };
    const stream = createLogStream(run);
    stream.connect();
    await expect.poll(() => stream.getSnapshot().status).toBe('failed');
    expect(stream.getSnapshot().error).toMatchObject(refused);
    await expect(run.logs()).rejects.toMatchObject(refused);
    stream.dispose();
  });
});

it('a replaced global fetch is used even by streams created before', async () => {
  const stream = createLogStream(run, { transport: 'sse' });
  const fetch = vi.fn(() => Promise.resolve(new Response('', { status: 404 })));
  vi.stubGlobal('fetch', fetch);
  stream.connect();
  await expect.poll(() => stream.getSnapshot().status).toBe('failed');
  expect(fetch).toHaveBeenCalled();
  stream.dispose();
});
