import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLogFeed } from '../backends/feed.js';
import { prismq } from '../backends/prismq.js';
import { createLogStream } from '../log-stream.js';

const run = prismq({ baseUrl: 'http://logs.test' }).run('a');
afterEach(() => vi.unstubAllGlobals());

describe('where the environment has no fetch', () => {
  it('a feed is read all the same', () => {
    vi.stubGlobal('fetch', undefined);
    const feed = createLogFeed();
    feed.append(['first', 'second']);
    const stream = createLogStream(feed);
    stream.connect();
    expect(stream.getSnapshot().status).toBe('live');
    expect(stream.getSnapshot().items).toMatchObject([{ message: 'first' }, { message: 'second' }]);
    stream.dispose();
  });

  it('a backend says what to do, and is not tried again', async () => {
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

it('a fetch that comes in the place of the global one counts for streams that were made before', async () => {
  const stream = createLogStream(run, { transport: 'sse' });
  const fetch = vi.fn(() => Promise.resolve(new Response('', { status: 404 })));
  vi.stubGlobal('fetch', fetch);
  stream.connect();
  await expect.poll(() => stream.getSnapshot().status).toBe('failed');
  expect(fetch).toHaveBeenCalled();
  stream.dispose();
});
