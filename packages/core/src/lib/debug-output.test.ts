import { describe, expect, it } from 'vitest';
import { createLogStream } from '../log-stream.js';
import { COUNTED } from '../testing/server-kinds.js';
import { createSimulatedServer } from '../testing/simulated-server.js';
import { createVirtualClock } from '../testing/virtual-clock.js';
import { debugOutput } from './debug-output.js';

/** A host that records what is written to its console. */
function host(env?: Record<string, string>) {
  const written: string[] = [];
  const console = {
    debug: (line: string) => void written.push(`debug ${line}`),
    error: (line: string) => void written.push(`error ${line}`),
  };
  return { written, console, ...(env ? { process: { env } } : {}) };
}

describe('debugOutput', () => {
  it.each([
    ['a page that does not ask', undefined, undefined, []],
    ['a page that asks', true, undefined, ['debug [tailrace] hello']],
    ['Node that does not ask', undefined, {}, []],
    ['Node that asks, on stderr', true, {}, ['error [tailrace] hello']],
    ['an environment that asks', undefined, { TAILRACE_DEBUG: '1' }, ['error [tailrace] hello']],
    ['an environment that says 0', undefined, { TAILRACE_DEBUG: '0' }, []],
    ['an environment that says nothing', undefined, { TAILRACE_DEBUG: '' }, []],
    ['a stream that is left out', false, { TAILRACE_DEBUG: '1' }, []],
  ] as const)('%s', (_name, debug, env, expected) => {
    const here = host(env);
    debugOutput(debug, here)?.('hello');
    expect(here.written).toEqual(expected);
  });

  it('passes lines to a function unchanged', () => {
    const lines: string[] = [];
    debugOutput((line) => void lines.push(line), host({ TAILRACE_DEBUG: '1' }))?.('hello');
    expect(lines).toEqual(['hello']);
  });
});

describe('the option debug', () => {
  it('traces a stream from beginning to end, without its lines', async () => {
    const clock = createVirtualClock();
    const server = createSimulatedServer(clock, COUNTED);
    const lines: string[] = [];
    const stream = createLogStream(server.source, {
      clock,
      fetch: server.fetch,
      transport: 'sse',
      debug: (line) => void lines.push(line),
    });
    stream.connect();
    await clock.run(100);
    server.write('secret words');
    await clock.run(2_000);
    stream.dispose();
    server.write('secret words');
    await clock.run(2_000);
    const said = lines.map((line) => line.replace(/^\+\d+\.\d{3} s \S+ [^:]+: /, ''));
    expect(said).toEqual([
      'connecting, over sse',
      'live, over sse',
      '1 line; in all 1 received = 1 stored + 0 duplicates + 0 dropped + 0 malformed',
      'closed, over sse',
    ]);
  });

  it('refuses an invalid value', () => {
    const clock = createVirtualClock();
    const { source } = createSimulatedServer(clock, COUNTED);
    expect(() => createLogStream(source, { debug: 'yes' as never })).toThrow(
      expect.objectContaining({ kind: 'invalid-argument' }),
    );
  });
});
