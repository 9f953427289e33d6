import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogStreamError } from '../errors.js';
import {
  initialState,
  isActive,
  statusOf,
  transition,
  type ConnectionEvent,
  type ConnectionState,
  type MachineConfig,
} from './machine.js';

const config: MachineConfig = {
  transports: ['websocket', 'sse', 'polling'],
  autoReconnect: true,
  maxReconnectAttempts: Infinity,
  backoff: { base: 1_000, cap: 30_000, floor: 50, resetAfter: 5_000 },
  canRefreshToken: false,
};
const down = new LogStreamError('network', 'down');
const refused = new LogStreamError('unauthorized', 'refused', { status: 401 });

/** Runs events through the machine and keeps what came out: the last state, and every wait that it asked for. */
function drive(
  events: readonly ConnectionEvent[],
  overrides: Partial<MachineConfig> = {},
  random = () => 0.5,
) {
  const used = { ...config, ...overrides };
  let state = initialState(used);
  const waits: (number | undefined)[] = [];
  for (const event of events) {
    const before = state;
    state = transition(state, event, used, random);
    if (state.phase === 'waiting' && before.phase !== 'waiting') waits.push(state.delay);
  }
  return { state, waits, status: statusOf(state) };
}

const fail: ConnectionEvent = { type: 'ended', error: down };
const retry: ConnectionEvent = { type: 'retry' };
const connect: ConnectionEvent = { type: 'connect' };
const opened: ConnectionEvent = { type: 'opened' };
const upgrade: ConnectionEvent = { type: 'upgrade', to: 'websocket' };

describe('the connection machine', () => {
  it('says connecting, live, reconnecting in the words a person expects', () => {
    expect(drive([]).status).toBe('idle');
    expect(drive([connect]).status).toBe('connecting');
    expect(drive([connect, opened]).status).toBe('live');
    expect(drive([connect, opened, fail]).status).toBe('reconnecting');
    expect(drive([connect, opened, fail, retry]).status).toBe('reconnecting');
    expect(drive([connect, fail, retry])).toMatchObject({ status: 'reconnecting', state: { error: down } });
    expect(drive([connect, fail, retry, opened])).toMatchObject({
      status: 'live',
      state: { error: undefined },
    });
    expect(drive([connect, opened], { transports: ['polling'] }).status).toBe('polling');
    expect(drive([connect, opened, { type: 'disconnect' }]).status).toBe('closed');
  });

  it('waits a random time under a ceiling that doubles up to the cap', () => {
    const waits = (random: number): (number | undefined)[] =>
      drive(
        [connect, ...Array.from({ length: 8 }, () => [fail, retry]).flat()],
        { transports: ['sse'] },
        () => random,
      ).waits;
    expect(waits(1)).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    expect(new Set(waits(0))).toEqual(new Set([50]));
  });

  it('forgets earlier failures only when a connection stood long enough', () => {
    expect(drive([connect, fail, retry, fail, retry, opened]).state.failures).toBe(2);
    expect(drive([connect, fail, retry, opened, { type: 'stable' }]).state.failures).toBe(0);
  });

  it('does what the server asks, within reason', () => {
    const asked = (retryAfter: number): ConnectionEvent => ({
      type: 'ended',
      error: new LogStreamError('rate-limited', 'slow down', { retryAfter }),
    });
    expect(drive([connect, asked(7_000)], {}, () => 0).state.delay).toBe(7_000);
    expect(drive([connect, asked(3_600_000)], {}, () => 0).state.delay).toBe(60_000);
    expect(drive([connect, opened, { type: 'server-delay', ms: 1 }, fail], {}, () => 0).state.delay).toBe(
      100,
    );
  });

  it('lets nobody who comes back ask sooner than the server said', () => {
    const slow: ConnectionEvent = {
      type: 'ended',
      error: new LogStreamError('rate-limited', 'slow down', { retryAfter: 7_000 }),
    };
    const awake: ConnectionEvent = { type: 'awake' };
    expect(drive([connect, fail, awake]).state.phase).toBe('connecting');
    expect(drive([connect, slow, awake]).state.phase).toBe('waiting');
    expect(drive([connect, slow, awake, retry]).state.phase).toBe('connecting');
  });

  it('fails for good on what cannot get better, and says why', () => {
    const missing = new LogStreamError('not-found', 'no such run', { status: 404 });
    const { state, status } = drive([connect, { type: 'ended', error: missing }]);
    expect(status).toBe('failed');
    expect(state.error).toBe(missing);
  });

  it('waits only once for a transport that does not answer', () => {
    const silent: ConnectionEvent = { type: 'ended', error: new LogStreamError('timeout', 'silent') };
    expect(drive([connect, fail]).state.transport).toBe('websocket');
    expect(drive([connect, silent]).state.transport).toBe('sse');
    expect(drive([connect, silent], { transports: ['polling'] }).state.transport).toBe('polling');
  });

  it('goes on with the next transport where a route does not exist, and fails if the last one has none either', () => {
    const missing = new LogStreamError('not-found', 'no such route', { status: 404 });
    const refusal: ConnectionEvent = { type: 'ended', error: missing, isBlocked: true };
    expect(drive([connect, refusal]).state).toMatchObject({ phase: 'connecting', transport: 'sse' });
    expect(drive([connect, refusal, refusal, opened])).toMatchObject({ status: 'polling', waits: [] });
    const everywhere = drive([connect, refusal, refusal, refusal]);
    expect(everywhere).toMatchObject({ status: 'failed', state: { error: missing } });
    expect(drive([connect, refusal], { autoReconnect: false }).status).toBe('failed');
    const again: ConnectionEvent[] = [connect, refusal, refusal, opened, upgrade, refusal];
    expect(drive(again).state).toMatchObject({ phase: 'connecting', transport: 'sse' });
  });

  it('gives up after maxReconnectAttempts failures in a row and names the last one', () => {
    const twice: ConnectionEvent[] = [connect, fail, retry, fail];
    expect(drive(twice, { maxReconnectAttempts: 2 }).status).toBe('reconnecting');
    const { state, status } = drive([...twice, retry, fail], { maxReconnectAttempts: 2 });
    expect(status).toBe('failed');
    expect(state.error?.kind).toBe('retries-exhausted');
    expect(state.error?.message).toContain('down');
    expect(drive([connect, fail], { autoReconnect: false }).status).toBe('failed');
    const once = drive([connect, fail], { maxReconnectAttempts: 0 }).state;
    expect(once.error?.message).toBe('Gave up after the only attempt. down');
  });

  it('asks the token function once more after a refusal, then fails', () => {
    const refusal: ConnectionEvent = { type: 'ended', error: refused };
    expect(drive([connect, refusal]).status).toBe('failed');
    const once = drive([connect, refusal], { canRefreshToken: true });
    expect(once.state).toMatchObject({ phase: 'connecting', generation: 2 });
    expect(drive([connect, refusal, refusal], { canRefreshToken: true }).status).toBe('failed');
    const overSse = { canRefreshToken: true, transports: ['sse'] } as const;
    expect(drive([connect, refusal, opened, refusal], overSse).status).toBe('reconnecting');
  });

  it('takes no open WebSocket for a token that was accepted', () => {
    const refusal: ConnectionEvent = { type: 'ended', error: refused };
    const refresh = { canRefreshToken: true };
    expect(drive([connect, opened, refusal, opened, refusal], refresh).status).toBe('failed');
    const stood = drive([connect, opened, refusal, opened, { type: 'stable' }, refusal], refresh);
    expect(stood.status).toBe('reconnecting');
    expect(stood.state.generation).toBe(3);
  });

  it('goes to the next transport after two attempts that never opened', () => {
    expect(drive([connect, fail, retry]).state.transport).toBe('websocket');
    expect(drive([connect, fail, retry, fail, retry]).state.transport).toBe('sse');
    expect(drive([connect, fail, retry, opened, fail, retry, fail]).state.transport).toBe('websocket');
    // An attempt that opened, and came to a planned end, is none of the two.
    const planned: ConnectionEvent = { type: 'timeout' };
    expect(drive([connect, fail, retry, opened, planned, fail, retry]).state.transport).toBe('websocket');
    const only = { transports: ['sse'] } as const;
    expect(drive([connect, fail, retry, fail, retry, fail, retry], only).state.transport).toBe('sse');
  });

  it('begins with the transport that worked last when it is connected again', () => {
    const onSse: ConnectionEvent[] = [connect, fail, retry, fail, retry, opened];
    const again = drive([...onSse, { type: 'disconnect' }, connect]);
    expect(again).toMatchObject({ status: 'connecting', state: { transport: 'sse', failures: 0 } });
  });

  it('stays on a lesser transport that breaks, and changes to a better one that gets through', () => {
    const onSse: ConnectionEvent[] = [connect, fail, retry, fail, retry, opened];
    expect(drive(onSse).state.transport).toBe('sse');
    expect(drive([...onSse, fail, retry, fail, retry]).state.transport).toBe('sse');
    expect(drive([...onSse, upgrade]).state).toMatchObject({ transport: 'websocket', phase: 'connecting' });
    // Once: what worked is not given up for long.
    expect(drive([...onSse, upgrade, fail, retry]).state.transport).toBe('sse');
    const polled: ConnectionEvent[] = [...onSse, fail, retry, fail, retry, fail, retry, opened];
    expect(drive(polled).status).toBe('polling');
    const toSse: ConnectionEvent = { type: 'upgrade', to: 'sse' };
    expect(drive([...polled, toSse, opened])).toMatchObject({ status: 'live', state: { transport: 'sse' } });
  });

  it('begins with the best transport again when the last one fails, too', () => {
    const polled: ConnectionEvent[] = [
      ...[connect, fail, retry, fail, retry],
      ...[fail, retry, fail, retry, opened],
    ];
    expect(drive(polled).status).toBe('polling');
    expect(drive([...polled, fail, retry, fail, retry]).state.transport).toBe('polling');
    expect(drive([...polled, fail, retry, fail, retry, fail, retry]).state.transport).toBe('websocket');
  });

  it('takes a clean close as temporary', () => {
    expect(drive([connect, opened, { type: 'ended', error: undefined }]).status).toBe('reconnecting');
  });

  it('goes on at once after a planned end, and counts no failure', () => {
    const planned = drive([connect, opened, { type: 'stable' }, { type: 'timeout' }]);
    expect(planned.state).toMatchObject({ phase: 'connecting', generation: 2, failures: 0 });
    const soon: ConnectionEvent[] = [connect, opened, { type: 'timeout' }];
    expect(drive(soon).state).toMatchObject({ phase: 'connecting', generation: 2, failures: 0 });
    // A server that ends every stream as soon as it began must not turn that into a busy loop.
    const again = drive([...soon, opened, { type: 'timeout' }]);
    expect(again.state).toMatchObject({ phase: 'waiting', delay: 500, failures: 0 });
    const later = drive([
      ...soon,
      opened,
      { type: 'stable' },
      { type: 'timeout' },
      opened,
      { type: 'timeout' },
    ]);
    expect(later.state).toMatchObject({ phase: 'connecting', generation: 4 });
  });

  it.each<[string, readonly ConnectionEvent[], ConnectionEvent]>([
    ['connect while connecting', [connect], connect],
    ['connect while open', [connect, opened], connect],
    ['connect while it waits', [connect, fail], connect],
    ['opened before connect', [], opened],
    ['stable before it is open', [connect, fail, retry], { type: 'stable' }],
    ['upgrade while a fallback connects', [connect, fail, retry, fail, retry], upgrade],
    ['retry while open', [connect, opened], retry],
  ])('ignores %s', (_name, events, event) => {
    expect(drive([...events, event]).state).toEqual(drive(events).state);
  });

  it('keeps its promises under any order of events', () => {
    const event: fc.Arbitrary<ConnectionEvent> = fc.oneof(
      fc.constantFrom<ConnectionEvent>(
        connect,
        opened,
        retry,
        fail,
        { type: 'stable' },
        { type: 'timeout' },
        upgrade,
        { type: 'upgrade', to: 'sse' },
        { type: 'awake' },
        { type: 'disconnect' },
        { type: 'complete', outcome: undefined },
        { type: 'ended', error: undefined },
        { type: 'ended', error: refused },
      ),
      fc.integer().map((ms): ConnectionEvent => ({ type: 'server-delay', ms })),
    );
    fc.assert(
      fc.property(
        fc.array(event, { maxLength: 60 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (events, random) => {
          let state: ConnectionState = initialState(config);
          for (const one of events) {
            const before = state;
            state = transition(state, one, config, () => random);
            const opens = state.generation - before.generation;
            // One attempt at a time: a new one begins with its number, and nothing else does.
            expect(opens === 0 || opens === 1).toBe(true);
            if (opens === 1) expect(state.phase).toBe('connecting');
            else if (isActive(state)) expect(isActive(before)).toBe(true);
            if (state.phase === 'waiting') {
              expect(state.delay).toBeGreaterThanOrEqual(50);
              expect(state.delay).toBeLessThanOrEqual(60_000);
              if (before.phase === 'waiting') expect(state.delay).toBe(before.delay);
            } else expect(state.delay).toBeUndefined();
            expect(state.phase === 'failed').toBe(state.phase === 'failed' && state.error !== undefined);
          }
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
