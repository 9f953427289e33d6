/** A server may repeat the token in an error. Our errors never contain it. */
import { describe, expect, it } from 'vitest';
import { codespace } from './backends/codespace.js';
import { containers } from './backends/containers.js';
import type { LogStreamError } from './errors.js';
import { createLogStream } from './log-stream.js';
import { LogSourceService } from './log-source-service.js';
import { createVirtualClock } from './testing/virtual-clock.js';

const TOKEN = 'a/secret+token';
const baseUrl = 'http://logs.test';
const task = codespace({ baseUrl, token: TOKEN }).task('t');
const service = containers({ baseUrl, token: () => Promise.resolve(TOKEN) }).service('s');
const said = `no such token: ${TOKEN} (${encodeURIComponent(TOKEN)})`;
const refused = (): Response => Response.json({ detail: said }, { status: 401 });
const events = (text: string): Response =>
  new Response(text, { headers: { 'content-type': 'text/event-stream' } });

describe('a token that the server repeats', () => {
  it.each([
    [
      'when it refuses a stream',
      task,
      'sse',
      (url: string) => (url.includes('/stream') ? refused() : Response.json({ data: [] })),
    ],
    [
      'in an event of a stream',
      task,
      'sse',
      (url: string) =>
        url.includes('/stream')
          ? events(`event: error\ndata: ${JSON.stringify({ error: said })}\n\n`)
          : Response.json({ data: [], total_count: 0, has_more: false, next_offset: null }),
    ],
    ['when it refuses a poll', task, 'polling', refused],
    ['in the response to a poll', service, 'polling', () => Response.json({ logs: [], error: said })],
  ] as const)('%s appears in no error', async (_name, source, transport, answer) => {
    const clock = createVirtualClock();
    const errors: LogStreamError[] = [];
    const stream = createLogStream<unknown>(source, {
      clock,
      transport,
      maxReconnectAttempts: 0,
      fetch: (url) => Promise.resolve(answer(new Request(url as string).url)),
    });
    stream.on('error', (error) => void errors.push(error));
    stream.connect();
    await clock.run(5_000);
    expect(stream.getSnapshot().status).toBe('failed');
    expect(errors.at(-1)?.message).toMatch('no such token: *** (***)');
    for (const { message } of errors) {
      expect(message).not.toContain(TOKEN);
      expect(message).not.toContain(encodeURIComponent(TOKEN));
    }
    stream.dispose();
  });

  it('in a download appears in no error', async () => {
    const files = new LogSourceService('', { fetch: () => Promise.resolve(refused()) });
    const source = {
      ...task,
      download: () => ({ url: `${baseUrl}/file`, token: 'header' as const, filename: 'f' }),
    };
    await expect(files.download(source)).rejects.toThrow(/no such token: \*\*\* \(\*\*\*\)/);
  });

  it('in a response that cannot be decoded appears in no cause', async () => {
    const short = codespace({
      baseUrl,
      token: 'hush-42',
      fetch: () => Promise.resolve(new Response('hush-42')),
    });
    const thrown: unknown = await short
      .task('t')
      .logs()
      .catch((error: unknown) => error);
    expect(thrown).toMatchObject({ kind: 'protocol' });
    expect(String((thrown as Error).cause)).not.toContain('hush-42');
  });

  it('is left out where the excerpt of a long answer ends within it', async () => {
    const token = `eyJhbGciOi${'J9'.repeat(300)}`;
    for (const detail of [`Invalid token: ${token}`, `${'x'.repeat(180)} ${encodeURIComponent(token)}`]) {
      const answer = codespace({
        baseUrl,
        token,
        fetch: () => Promise.resolve(Response.json({ detail }, { status: 401 })),
      });
      await expect(answer.task('t').logs()).rejects.toThrow(/\*\*\*$/);
      await expect(answer.task('t').logs()).rejects.not.toThrow(/eyJ/);
    }
  });
});
