/** Wrong options of untyped tests are refused by name, with what they got and what they expect. */
import { getResponse, HttpHandler } from 'msw';
import { describe, expect, it } from 'vitest';
import { createMockBackend, type MockBackendOptions } from './backend/mock-backend.js';
import { createStore } from './store/store.js';
import { playScenario, prefill } from './scenarios/play.js';
import { steady } from './scenarios/steady.js';
import { tailraceHandlers } from './handlers/tailrace-handlers.js';
import { serve } from './server/serve.js';

const BACKEND: readonly [object, RegExp][] = [
  [{ backends: ['nothing'] }, /^"backends" must be 'all' or a list of codespace, .*, not \["nothing"\]\.$/],
  [{ backends: 'prismq' }, /"backends" must be 'all' or a list/],
  [{ rate: -1 }, /"rate" must be a number above 0, not -1\./],
  [{ rate: Number.NaN }, /"rate" must be .*, not NaN\./],
  [{ rate: '5' }, /"rate" must be .*, not "5"\./],
  [{ seed: {} }, /"seed" must be a number or a string, not {}\./],
  [{ scenario: {} }, /"scenario" must be a scenario's name, 'none', or an object with "tell"/],
  [{ scenario: 5 }, /"scenario" must/],
  [{ baseUrl: 5 }, /"baseUrl" must/],
  [{ tokens: 5 }, /"tokens" must/],
  [{ tokens: { nothing: [] } }, /"tokens" must/],
  [
    { variants: { nothing: {} } },
    /^"variants" must be an object with any of: codespace, prismq, stratal, containers, not /,
  ],
  [
    { variants: { prismq: 5 } },
    /^"variants\.prismq" must be an object with any of: sinceInclusive, .*, not 5\.$/,
  ],
  [
    { variants: { prismq: { heartbeat: 5 } } },
    /^"variants\.prismq" must be .* heartbeatMs, .*, not \{"heart/,
  ],
  [
    { variants: { prismq: { heartbeatMs: Number.NaN } } },
    /^"variants\.prismq\.heartbeatMs" must .*, not NaN/,
  ],
  [
    { variants: { stratal: { replay: 'yes' } } },
    /^"variants\.stratal\.replay" must be true or false, not "yes"/,
  ],
  [{ variants: { stratal: { batch: 'arary' } } }, /\.batch" must be one of: none, array, lines, not "arary"/],
  [{ variants: { stratal: { batchSize: 0 } } }, /\.batchSize" must be a whole number, 1 or more, not 0/],
  [{ variants: { codespace: { unauthorized: 500 } } }, /\.unauthorized" must be one of: 401, 403, not 500/],
  [{ variants: { prismq: { unknownRun: 'error' } } }, /\.unknownRun" must be one of: 404, error-event, not/],
  [{ variants: { prismq: { stamp: {} } } }, /\.stamp\.digits" must be a whole number from 0 to 9, not undef/],
  [{ variants: { prismq: { stamp: { digits: 3, zone: 'CET' } } } }, /\.stamp\.zone" must be .*, not "CET"/],
];

describe('a wrong option', () => {
  it.each(BACKEND)('is refused by the mock backend: %j', (options, message) => {
    const refused = expect.objectContaining({
      name: 'OptionError',
      message: expect.stringMatching(message) as string,
    }) as Error;
    expect(() => createMockBackend(options as MockBackendOptions)).toThrow(refused);
    expect(() => tailraceHandlers(options as MockBackendOptions)).toThrow(refused);
  });

  it('is not an empty base URL, which stands for the page itself', () => {
    expect(() => createMockBackend({ scenario: 'none', baseUrl: '' })).not.toThrow();
  });

  it('is refused where options are no object', () => {
    for (const options of [5, 'x', null] as never[])
      expect(() => createMockBackend(options)).toThrow(/The options must be an object, not/);
  });

  it.each([{ memoryLines: 0 }, { memoryLines: 1.5 }, { rows: -1 }, { rows: Number.NaN }])(
    'is refused by a store: %j',
    (options) => {
      expect(() => createStore(options)).toThrow(/must be a whole number, 1 or more, not/);
    },
  );

  it('is refused by what plays a scenario', () => {
    const run = createStore().createRun({ id: 'a' });
    expect(() => playScenario(run, steady, { rate: 0 })).toThrow(/"rate" must/);
    expect(() => playScenario(run, steady, { skip: -1 })).toThrow(/"skip" must/);
    expect(() => prefill(run, steady, Number.NaN)).toThrow(/"count" must/);
    expect(() => prefill(run, steady, 1, { spacing: Number.NaN })).toThrow(/"spacing" must/);
    expect(run.next).toBe(0);
  });

  it('is refused by a run', () => {
    const store = createStore();
    const run = store.createRun({ id: 'a' });
    const calls: [() => unknown, RegExp][] = [
      [
        () => store.createRun({ id: 'b', status: 'done' as never }),
        /"status" must be one of: queued, .*, not "done"/,
      ],
      [() => store.createRun({ id: 'b', kind: 'task' as never }), /"kind" must be one of: scenario, /],
      [() => store.createRun({ id: '' }), /"id" must be a string that is not empty, not ""/],
      [() => run.setStatus('done' as never), /"status" must be one of: queued, /],
      [() => run.setService({ health: 'good' as never }), /"state.health" must be one of: starting, /],
      [
        () => run.setService('exited' as never),
        /"state" must be an object with any of: status, health, not "exited"/,
      ],
      [
        () => run.append({ message: 'x', level: 'loud' as never }),
        /"level" must be one of: trace, .*, not "loud"/,
      ],
      [
        () => run.append({ message: 'x', stream: 'out' as never }),
        /"stream" must be one of: stdout, stderr, system/,
      ],
      [() => run.append([{ message: 5 as never }]), /"message" must be a string, not 5/],
    ];
    for (const [call, message] of calls)
      expect(call).toThrow(
        expect.objectContaining({
          name: 'OptionError',
          message: expect.stringMatching(message) as string,
        }) as Error,
      );
    expect(store.runs()).toEqual([run]);
    expect(run).toMatchObject({ next: 0, status: 'running', service: { health: 'healthy' } });
  });

  it.each([
    { memoryLines: 0 },
    { variants: { prismq: { x: 1 } } },
    { logDir: 5 },
    { host: 5 },
    { command: 'npm test' },
    { files: 'app.log' },
    { port: '80' },
  ])('is refused by the server: %j', async (options) => {
    await expect(serve({ port: 0, ...options } as never)).rejects.toMatchObject({
      name: 'ServeError',
      kind: 'bad-option',
      message: expect.stringMatching(/^"[\w.]+" must .*, not /) as string,
    });
  });

  it('is refused by the control', () => {
    const { control, store } = createMockBackend({ scenario: 'none' });
    const wrong = Number.NaN;
    const calls: [() => unknown, RegExp][] = [
      [() => control.stall(wrong), /"ms" must be a number, 0 or more, not NaN\./],
      [() => control.stall(-1), /"ms" must/],
      [() => control.duplicate(1.5), /"count" must/],
      [() => control.append('demo', wrong), /"count" must/],
      [() => control.append('demo', -1), /"count" must/],
      [() => control.evict('demo', wrong), /"keep" must/],
      [() => control.close(1006), /"code" must/],
      [() => control.refuse({ count: 0 }), /"refusal.count" must/],
      [() => control.refuse({ status: wrong }), /"refusal.status" must/],
      [
        () => control.refuse({ scope: 'none' as never }),
        /"refusal.scope" must be one of: stream, rest, all, not "none"/,
      ],
      [
        () => control.refuse({ times: 2 } as never),
        /"refusal" must be an object with any of: count, .*, not {"times":2}/,
      ],
      [() => control.cut({ mode: 'hard' as never }), /"options.mode" must/],
      [
        () => control.cut({ run: 'other' } as never),
        /"options" must be an object with any of: runId, .*, mode, not/,
      ],
      [() => control.stall(1, { run: 'other' } as never), /"filter" must be an object with any of: runId, /],
      [() => control.connected({ backend: 'nothing' as never }), /"filter.backend" must/],
      [() => control.complete('demo', 'done' as never), /"status" must/],
      [() => control.setTokens(5 as never), /"tokens" must/],
      [() => control.setVariants({ prismq: { nothing: 1 } } as never), /"variants.prismq" must/],
    ];
    for (const [call, message] of calls) expect(call).toThrow(message);
    expect(store.run('demo')).toMatchObject({ next: 0, status: 'running' });
  });

  it('is not what says that all requests are refused from now on', async () => {
    const { control, handlers } = createMockBackend({ scenario: 'none' });
    control.refuse({ count: Infinity, scope: 'all' });
    const http = handlers.filter((each) => each instanceof HttpHandler);
    for (let at = 0; at < 3; at++) {
      const response = await getResponse(http, new Request('http://localhost/codespace/task/demo/logs'));
      expect(response?.status).toBe(503);
    }
  });
});
