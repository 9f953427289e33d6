/** Wrong arguments of untyped programs are refused at once, with an error that says what to do. */
import { describe, expect, it } from 'vitest';
import {
  codespace,
  compileFilter,
  containers,
  createErrorRates,
  createFilteredView,
  createLogFeed,
  createLogStream,
  createSearch,
  createStats,
  createVolume,
  decodeRecording,
  defineBackend,
  exportItems,
  LogStreamingService,
  openSource,
  parseFilterQuery,
  prismq,
  replay,
  stratal,
  watchServiceStatus,
} from './index.js';

const NOTHING = [undefined, null] as unknown as readonly never[];
const NO_TEXT = [undefined, null, 5, {}, [], true] as unknown as readonly never[];

const refused = (message: RegExp): unknown =>
  expect.objectContaining({ kind: 'invalid-argument', message: expect.stringMatching(message) as string });

describe('wrong arguments', () => {
  it.each([codespace, prismq, stratal, containers])('refuses a missing configuration: %o', (backend) => {
    for (const config of NOTHING) expect(() => backend(config)).toThrow(refused(/baseUrl is missing/));
  });

  it('refuses a missing definition, and a missing configuration of a defined backend', () => {
    for (const definition of NO_TEXT)
      expect(() => defineBackend(definition)).toThrow(refused(/defineBackend/));
    const lake = defineBackend({
      name: 'lake',
      transports: ['polling'],
      line: () => undefined,
      start: () => ({ path: '/' }),
      catchUp: () => ({ path: '/' }),
    });
    for (const config of NOTHING) expect(() => lake(config)).toThrow(refused(/baseUrl is missing/));
  });

  it('refuses a backend instead of one of its logs, and anything else but a source', () => {
    const service = new LogStreamingService('http://logs.test');
    const backend = codespace({ baseUrl: 'http://logs.test' }) as never;
    for (const source of [backend, ...NO_TEXT, 'http://logs.test?token=secret' as never]) {
      for (const open of [createLogStream, service.open.bind(service), service.stream.bind(service)]) {
        expect(() => open(source)).toThrow(refused(/the source of one log/));
        expect(() => open(source)).not.toThrow(/secret/);
      }
    }
  });

  it('refuses an invalid timestamp for since, and an invalid signal', () => {
    const open = (options: object): unknown => createLogStream(createLogFeed(), options);
    for (const since of ['', 'yesterday', 0, new Date(0), null])
      expect(() => open({ since })).toThrow(refused(/since must be an ISO 8601 timestamp/));
    for (const signal of [{}, new AbortController(), true])
      expect(() => open({ signal })).toThrow(refused(/signal must be an AbortSignal/));
  });

  it.each([
    [{ backoff: 500 }, /backoff must be an object, not 500/],
    [{ shareTabs: null }, /shareTabs must be a boolean or a string, not null/],
    [{ shareTabs: 42 }, /shareTabs must be a boolean or a string, not 42/],
    [{ autoReconnect: 'false' }, /autoReconnect must be a boolean, not "false"/],
    [{ completeOnClose: 0 }, /completeOnClose must be a boolean, not 0/],
    [{ WebSocket: { WebSocket } }, /WebSocket must be a function/],
  ])('refuses an option of another type: %o', (options, message) => {
    expect(() => createLogStream(createLogFeed(), options as never)).toThrow(refused(message));
  });

  it('takes null for no signal, as fetch does', () => {
    expect(createLogStream(createLogFeed(), { signal: null as never }).getSnapshot().status).toBe('idle');
  });

  it('refuses an event that does not exist', () => {
    const stream = createLogStream(createLogFeed());
    for (const event of ['data', 'entry', 'onEntries', null] as never[])
      expect(() => stream.on<'entries'>(event, () => undefined)).toThrow(
        refused(/event must be one of entries, filled, gap, status, progress, error, not /),
      );
  });

  it('refuses a listener that is not a function', () => {
    const stream = createLogStream(createLogFeed());
    for (const listener of [undefined, null, 5, {}, 'x'] as never[]) {
      const message = refused(/listener must be a function, not/);
      expect(() => stream.subscribe(listener)).toThrow(message);
      expect(() => stream.observe(listener)).toThrow(message);
      expect(() => stream.on('entries', listener)).toThrow(message);
    }
  });

  it.each([createFilteredView, createSearch, createStats, createVolume, createErrorRates])(
    'refuses a listener of a reader that is not a function: %o',
    (create) => {
      const reader = create(createLogStream(createLogFeed()));
      for (const listener of NO_TEXT.filter((value) => typeof value !== 'function'))
        expect(() => reader.subscribe(listener)).toThrow(refused(/listener must be a function, not/));
      reader.dispose();
    },
  );

  it('refuses handlers that are not functions', () => {
    const service = new LogStreamingService('http://logs.test');
    for (const name of ['onMessage', 'onEntries', 'onGap', 'onConnect', 'onError', 'onStatus', 'onComplete'])
      expect(() => service.stream(createLogFeed(), { [name]: 'log' })).toThrow(
        refused(new RegExp(`${name} must be a function, not "log"`)),
      );
    expect(() => new LogStreamingService('', { onError: {} as never })).toThrow(
      refused(/onError must be a function/),
    );
  });

  it('refuses a callback where an object of handlers is due', () => {
    const service = new LogStreamingService('http://logs.test');
    for (const options of [() => undefined, null, 5] as never[]) {
      const message = refused(/options must be an object, not/);
      expect(() => service.streamJobRunLogs('4f2', options)).toThrow(message);
      expect(() => service.streamAllLogs(options)).toThrow(message);
    }
  });

  it('refuses a click event where a number of lines is due, and a gap instead of its seq', async () => {
    const task = codespace({ baseUrl: 'http://logs.test' }).task('4f2');
    const asked: unknown[] = [];
    const stream = createLogStream(task, { fetch: (url) => Promise.reject(new Error(`${asked.push(url)}`)) });
    for (const limit of [{ isTrusted: true }, { signal: null }, '5', null] as never[])
      await expect(stream.loadOlder(limit)).rejects.toEqual(refused(/limit must be a number, not/));
    for (const seq of [{ kind: 'gap', seq: 3 }, '3', null] as never[])
      await expect(stream.fill(seq)).rejects.toEqual(refused(/seq must be a number, not/));
    expect(asked).toEqual([]);
  });

  it('refuses an AbortController instead of its signal', async () => {
    const fetch = (): Promise<Response> => Promise.resolve(new Response('{}'));
    const task = codespace({ baseUrl: 'http://logs.test', fetch }).task('4f2');
    for (const signal of [new AbortController(), {}, 5] as never[])
      await expect(task.logs({ signal })).rejects.toEqual(refused(/signal must be an AbortSignal/));
  });

  it('refuses a backend instead of one of its logs for a download', async () => {
    const service = new LogStreamingService('http://logs.test');
    for (const source of [prismq({ baseUrl: 'http://logs.test' }) as never, ...NO_TEXT])
      await expect(service.download(source)).rejects.toEqual(refused(/the source of one log/));
  });

  it('refuses an id that is not a string', () => {
    for (const name of ['codespace', 'prismq', 'stratal', 'containers'])
      for (const id of [5, null, {}] as never[])
        expect(() => openSource(name, { baseUrl: 'http://logs.test' }, id)).toThrow(
          refused(/id must be a string, not/),
        );
  });

  it('refuses the text of a recording instead of the recording', () => {
    for (const recording of ['{"tailrace":"recording"}', undefined, null] as never[])
      expect(() => replay(recording)).toThrow(refused(/recording must be an object, not/));
  });

  it.each([createFilteredView, createSearch, createStats, createVolume, createErrorRates])(
    'refuses anything but a stream or a view of one: %o',
    (create) => {
      for (const source of [undefined, null, {}, createLogFeed()] as never[])
        expect(() => create(source)).toThrow(refused(/Pass a stream or a filtered view/));
    },
  );

  it('refuses options that are not an object', () => {
    const service = new LogStreamingService('http://logs.test');
    for (const options of [null, 5, 'fast', []] as never[]) {
      const message = refused(/options must be an object, not/);
      expect(() => createLogStream(createLogFeed(), options)).toThrow(message);
      expect(() => service.stream(createLogFeed(), options)).toThrow(message);
      expect(() => new LogStreamingService('http://logs.test', options)).toThrow(message);
      expect(() => createLogFeed(options)).toThrow(message);
    }
  });

  it('refuses a base URL that is not a string', () => {
    for (const baseUrl of [new URL('http://logs.test'), 5, {}] as never[])
      expect(() => prismq({ baseUrl })).toThrow(refused(/baseUrl must be a string, such as .*\.href/));
  });

  it.each([
    ['a line feed inside', 'first\nsecond'],
    ['typographic quotes', '“abc”'],
    ['a number', 5 as never],
  ])('refuses a token that a header cannot carry: %s', async (_, token) => {
    let asked = 0;
    const fetch = (): Promise<Response> => {
      asked += 1;
      return Promise.reject(new TypeError('the network is down'));
    };
    const source = codespace({ baseUrl: 'http://logs.test', token, fetch });
    const stream = createLogStream(source.task('4f2'), { fetch });
    const reading = (async () => {
      for await (const item of stream) expect(item).toBeUndefined();
    })();
    await expect(reading).rejects.toMatchObject({
      kind: 'token',
      retryable: false,
      message: expect.stringMatching(/one line of plain characters/) as string,
    });
    await expect(source.task('4f2').logs()).rejects.toMatchObject({ kind: 'token' });
    expect(asked).toBe(0);
  });

  it('accepts a token with a line feed at its end, as read from a file', async () => {
    const sent: (string | null)[] = [];
    const fetch = (_: unknown, init?: RequestInit): Promise<Response> => {
      sent.push(new Headers(init?.headers).get('authorization'));
      return Promise.resolve(new Response('{}', { status: 401 }));
    };
    const source = codespace({ baseUrl: 'http://logs.test', token: 'abc\n', fetch });
    await expect(source.task('4f2').logs()).rejects.toMatchObject({ kind: 'unauthorized' });
    expect(sent).toEqual(['Bearer abc']);
  });

  it('refuses a text to filter or to find that is not a string', () => {
    const stream = createLogStream(createLogFeed());
    const view = createFilteredView(stream);
    const search = createSearch(view);
    for (const text of [5, {}, /x/] as never[]) {
      expect(() => view.setFilter({ text })).toThrow(refused(/must be a string/));
      search.find(text);
      expect(search.getState().error).toEqual(refused(/must be a string/));
    }
    search.dispose();
    view.dispose();
  });

  it('refuses a single value instead of a list in a filter', () => {
    for (const filter of [{ levels: 'error' }, { streams: 'stderr' }, { all: { text: 'x' } }])
      expect(() => compileFilter(filter as never)).toThrow(refused(/of a filter must be a list/));
  });

  it.each([
    [{ levels: null }, /"levels" of a filter must be a list, not null/],
    [{ any: null }, /"any" of a filter must be a list, not null/],
    [{ text: null }, /"text" of a filter must be left out, not null/],
    [{ regex: null }, /"regex" of a filter must be left out, not null/],
    [{ labels: null }, /"labels" of a filter must be left out, not null/],
    [{ not: null }, /"not" of a filter must be left out, not null/],
    [{ until: null }, /"until" of a filter must be left out, not null/],
    [{ since: new Date() }, /"since" of a filter must be epoch milliseconds \(date.getTime\(\)\) or/],
    [{ until: true }, /"until" of a filter must be epoch milliseconds/],
    [{ query: 5 }, /query must be a string, not 5/],
  ])(
    'refuses a value of a filter that says nothing, and keeps the previous filter: %o',
    (filter, message) => {
      const view = createFilteredView(createLogStream(createLogFeed()), { text: 'x' });
      expect(() => compileFilter(filter as never)).toThrow(refused(message));
      expect(() => view.setFilter(filter as never)).toThrow(refused(message));
      expect(view.filter).toEqual({ text: 'x' });
      view.dispose();
    },
  );

  it('takes numbers for ids in a filter, as in the labels of a line', () => {
    const feed = createLogFeed();
    feed.append([
      { message: 'one', labels: { service: 42 as never, step_name: 'step 7' } },
      { message: 'other', labels: { service: '43', step_name: 'step 8' } },
    ]);
    const stream = createLogStream(feed);
    stream.connect();
    for (const filter of [{ sources: [42] }, { labels: { service: 42 } }, { steps: [7] }] as never[]) {
      const view = createFilteredView(stream, filter).getView();
      expect(view.slice()).toMatchObject([{ message: 'one' }]);
    }
  });

  it('refuses a query that is not a string', () => {
    for (const query of [undefined, null, 5, {}] as never[])
      expect(() => parseFilterQuery(query)).toThrow(refused(/query must be a string, not/));
  });

  it('refuses a misspelt condition of a filter', () => {
    for (const filter of [{ level: 'error' }, { any: [{ txt: 'x' }] }, { not: { level: 'error' } }])
      expect(() => compileFilter(filter as never)).toThrow(
        refused(/A filter condition must be one of levels, .*, not "(?:level|txt)"/),
      );
  });

  it('refuses anything else instead of a filter', () => {
    const view = createFilteredView(createLogStream(createLogFeed()), { text: 'x' });
    for (const filter of [null, 'error', 5, [], /x/] as never[]) {
      expect(() => view.setFilter(filter)).toThrow(refused(/A filter must be an object/));
      expect(() => compileFilter({ any: [filter] })).toThrow(refused(/A filter must be an object/));
    }
    expect(view.filter).toEqual({ text: 'x' });
    view.dispose();
  });

  it('refuses an unknown export format', () => {
    expect(() => [...exportItems([], 'pdf' as never)]).toThrow(
      refused(/format must be one of text, ndjson, csv, not "pdf"/),
    );
  });

  it('refuses a backend instead of its status stream', () => {
    const backend = containers({ baseUrl: 'http://logs.test' });
    for (const source of [backend, backend.service('api'), ...NOTHING] as never[])
      expect(() => watchServiceStatus(source)).toThrow(refused(/containers\(…\)\.status\(\)/));
  });

  it('refuses a recording that was read as bytes', () => {
    expect(() => decodeRecording(new Uint8Array([1, 2, 3]) as never)).toThrow(refused(/utf8/));
  });
});
