import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogItem } from '../entry.js';
import { createLogStream } from '../log-stream.js';
import { COUNTED } from '../testing/server-kinds.js';
import { createSimulatedServer, type SimulatedServerOptions } from '../testing/simulated-server.js';
import { createVirtualClock, settle } from '../testing/virtual-clock.js';
import { decodeRecording } from './decode-recording.js';
import { createRecorder } from './recorder.js';
import { replay } from './replay.js';

type Step =
  | { readonly do: 'write'; readonly count: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'cut'; readonly kind: 'reset' | 'end' }
  | { readonly do: 'refuse'; readonly times: number; readonly status: number };

const options = { random: () => 0.5, transport: 'sse', stallTimeout: 1e9 } as const;
const BASE = Date.UTC(2026, 0, 1);

/** What a user sees at the end of a session. */
const seen = (stream: ReturnType<typeof createLogStream>): unknown => {
  const { items, ledger, status, error } = stream.getSnapshot();
  return { items: items.map(told), ledger, status, error: error?.kind };
};
const told = (item: LogItem): unknown => (item.kind === 'log' ? item.message : item);

/** Plays `schedule` against a server. Returns what was seen, the recording's file, and the source. */
async function session(server: SimulatedServerOptions, schedule: readonly Step[]) {
  const clock = createVirtualClock(BASE);
  const simulated = createSimulatedServer(clock, server);
  const recorder = createRecorder({ fetch: simulated.fetch, clock });
  const stream = createLogStream(simulated.source, { ...options, ...recorder, clock });
  stream.connect();
  await clock.run(100);
  let line = 0;
  for (const step of schedule) {
    if (step.do === 'write') for (let n = 0; n < step.count; n++) simulated.write(`line ${(line += 1)}`);
    else if (step.do === 'cut') simulated.cut(0, step.kind);
    else if (step.do === 'refuse') simulated.refuse(step.times, step.status);
    else await clock.run(step.ms);
  }
  await clock.run(60_000);
  recorder.stop();
  const before = seen(stream);
  stream.dispose();
  return { before, file: recorder.toNdjson(), source: simulated.source };
}

type Recorded = Awaited<ReturnType<typeof session>>;

/** Replays at its own pace on a virtual clock, or without waiting on the real one. */
async function played({ file, source }: Recorded, speed: number | 'max'): Promise<unknown> {
  const host = createVirtualClock();
  const again = replay(decodeRecording(file), speed === 'max' ? { speed } : { speed, clock: host });
  const stream = createLogStream(source, { ...options, ...again });
  let over = false;
  void again.ended.then(() => (over = true));
  stream.connect();
  for (let turn = 0; turn < 400 && !over && speed !== 'max'; turn++) await host.run(1_000);
  await again.ended;
  await settle();
  const after = seen(stream);
  stream.dispose();
  return after;
}

describe('a replayed session', () => {
  const eventful: readonly Step[] = [
    { do: 'write', count: 3 },
    { do: 'wait', ms: 10_000 },
    { do: 'cut', kind: 'reset' },
    { do: 'write', count: 5 },
    { do: 'refuse', times: 2, status: 503 },
    { do: 'wait', ms: 20_000 },
    { do: 'write', count: 2 },
  ];

  it.each([1, 10, 'max'] as const)('shows the same lines, gaps and ledger at speed %s', async (speed) => {
    const recorded = await session({ ...COUNTED, ring: 3 }, eventful);
    expect(recorded.before).toMatchObject({ status: 'live', ledger: { gaps: 1, stored: 8 } });
    expect(await played(recorded, speed)).toEqual(recorded.before);
  });

  it('is the same for any server and any faults', async () => {
    const step: fc.Arbitrary<Step> = fc.oneof(
      fc.record({ do: fc.constant('write' as const), count: fc.integer({ min: 1, max: 5 }) }),
      fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 0, max: 8_000 }) }),
      fc.record({ do: fc.constant('cut' as const), kind: fc.constantFrom('reset' as const, 'end' as const) }),
      fc.record({
        do: fc.constant('refuse' as const),
        times: fc.integer({ min: 1, max: 3 }),
        status: fc.constantFrom(0, 500, 503),
      }),
    );
    const server = fc.constantFrom<SimulatedServerOptions>(
      COUNTED,
      { ...COUNTED, ring: 3 },
      { ...COUNTED, replay: true },
      { identity: 'id', liveStart: 'since' },
    );
    await fc.assert(
      fc.asyncProperty(server, fc.array(step, { maxLength: 12 }), async (kind, schedule) => {
        const recorded = await session(kind, schedule);
        expect(await played(recorded, 4)).toEqual(recorded.before);
        expect(await played(recorded, 'max')).toEqual(recorded.before);
      }),
      { numRuns: 60 },
    );
  });

  it('takes as long as the recorded one, or a tenth of it', async () => {
    const recorded = await session(COUNTED, [
      { do: 'wait', ms: 5_000 },
      { do: 'write', count: 1 },
    ]);
    for (const [speed, before, after] of [
      [1, 5_000, 5_300],
      [10, 500, 530],
    ] as const) {
      const clock = createVirtualClock(BASE);
      const again = replay(decodeRecording(recorded.file), { clock, speed });
      const stream = createLogStream(recorded.source, { ...options, ...again });
      stream.connect();
      await clock.run(before);
      expect(stream.getSnapshot().view.length).toBe(0);
      await clock.run(after - before);
      expect(stream.getSnapshot().view.length).toBe(1);
      stream.dispose();
    }
  });

  it('fails for good if a request was not recorded', async () => {
    const recorded = await session(COUNTED, [{ do: 'write', count: 1 }]);
    const again = replay(decodeRecording(recorded.file), { speed: 'max' });
    const other = {
      ...recorded.source,
      live: () => ({ url: 'http://else.test/other', token: 'none' as const }),
    };
    const stream = createLogStream(other, { ...options, ...again });
    stream.connect();
    await again.ended;
    await settle();
    expect(stream.getSnapshot()).toMatchObject({ status: 'failed', error: { kind: 'gone' } });
    expect(stream.getSnapshot().error?.message).toContain('The recording has no answer');
    stream.dispose();
  });

  it('continues if the client never makes a recorded request', async () => {
    const clock = createVirtualClock(BASE);
    const text = [
      { tailrace: 'recording', version: 1, startedAt: '', about: {} },
      { t: 0, on: 1, type: 'request', method: 'GET', url: 'http://x.test/live' },
      { t: 1, on: 1, type: 'response', status: 200, headers: {} },
      { t: 2, on: 2, type: 'request', method: 'GET', url: 'http://x.test/older' },
      { t: 3, on: 2, type: 'response', status: 200, headers: {} },
      { t: 4, on: 1, type: 'chunk', text: 'late' },
      { t: 5, on: 1, type: 'end' },
    ];
    const { fetch } = replay(decodeRecording(text.map((line) => JSON.stringify(line)).join('\n')), { clock });
    const live = fetch('http://x.test/live').then((response) => response.text());
    await clock.run(5_000);
    expect(await live).toBe('late');
  });

  it('refuses an invalid speed', () => {
    const recording = decodeRecording('{"tailrace":"recording","version":1,"startedAt":""}');
    for (const speed of [0, -1, Number.NaN, Infinity])
      expect(() => replay(recording, { speed })).toThrow(
        expect.objectContaining({ kind: 'invalid-argument' }),
      );
  });
});
