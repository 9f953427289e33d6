import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { DecodedLine, LogItem, LogLine } from '../entry.js';
import { createLogStream } from '../log-stream.js';
import { createLogFeed, type FeedRaw, type LogFeed } from './feed.js';

function listen(feed: LogFeed) {
  const lines: DecodedLine<FeedRaw>[] = [];
  const heard = {
    lines,
    completed: 0,
    batches: [] as number[],
    before: [] as unknown[],
    stop: () => undefined as void,
  };
  heard.stop =
    feed.attach?.({
      lines(batch, before) {
        heard.batches.push(batch.length);
        heard.before.push(before);
        lines.push(...batch);
      },
      complete: () => void (heard.completed += 1),
    }) ?? heard.stop;
  return heard;
}
const messages = (lines: readonly DecodedLine[]): string[] => lines.map(({ message }) => message);

describe('a feed', () => {
  it('delivers the lines kept, and new ones, to every sink', () => {
    const feed = createLogFeed();
    feed.append(['one', 'two']);
    const first = listen(feed);
    feed.append(['three']);
    const second = listen(feed);
    feed.append(new Set(['four']));
    expect(messages(first.lines)).toEqual(['one', 'two', 'three', 'four']);
    expect(messages(second.lines)).toEqual(['one', 'two', 'three', 'four']);
    first.stop();
    feed.append(['five']);
    expect(messages(first.lines)).toHaveLength(4);
    expect(messages(second.lines)).toHaveLength(5);
  });

  it('splits a string into lines, not characters, and infers their levels', () => {
    const feed = createLogFeed({ levels: { loud: 'fatal' } });
    const heard = listen(feed);
    feed.append('hello\r\nERROR: broken\n\n[loud] cry\n');
    expect(heard.lines.map(({ message, level }) => [message, level])).toEqual([
      ['hello', 'info'],
      ['ERROR: broken', 'error'],
      ['', 'info'],
      ['[loud] cry', 'fatal'],
    ]);
  });

  it('takes a line with all its fields', () => {
    const feed = createLogFeed();
    const heard = listen(feed);
    const line = {
      message: 'two\nlines',
      level: 'warn',
      timestamp: '2026-01-15T10:30:00.123456Z',
      id: 'x1',
      labels: { step_name: 'build' },
      progress: 50,
      metadata: { a: 1 },
    } as const;
    feed.append(line);
    feed.append([{ message: 'WARN: plain' }]);
    expect(heard.lines[0]).toEqual({ ...line, time: Date.parse('2026-01-15T10:30:00.123Z'), raw: line });
    expect(heard.lines[1]).toMatchObject({ level: 'warn', labels: {} });
    expect(heard.lines[1]).not.toHaveProperty('timestamp');
  });

  it('gives every line its own id, so that a stream that attaches again shows none twice', () => {
    const feed = createLogFeed();
    feed.append(['same', 'same', { message: 'same' }]);
    const [first, again] = [listen(feed), listen(feed)];
    const ids = first.lines.map((line) => feed.identify(line));
    expect(new Set(ids).size).toBe(3);
    expect(again.lines.map((line) => line.id)).toEqual(first.lines.map((line) => line.id));
    expect(feed.identity).toBe('id');
  });

  it('gives a line the same id after a reload, whatever other feeds the page creates', () => {
    const ids = [createLogFeed({ title: 'build' }), createLogFeed(), createLogFeed({ title: 'build' })].map(
      (feed) => {
        feed.append(['one', 'two']);
        return listen(feed).lines.map(({ id }) => id);
      },
    );
    expect(ids[2]).toEqual(ids[0]);
    expect(ids[1]).not.toEqual(ids[0]);
  });

  it('keeps the newest 10,000 lines for sinks that attach later', () => {
    const feed = createLogFeed();
    for (let n = 0; n < 25_000; n += 1_000)
      feed.append(Array.from({ length: 1_000 }, (_, at) => `line ${n + at}`));
    const { lines, before } = listen(feed);
    expect(lines).toHaveLength(10_000);
    expect([lines[0]?.message, lines.at(-1)?.message]).toEqual(['line 15000', 'line 24999']);
    feed.append('one more');
    expect(before).toEqual([15_000, 25_000]);
  });

  it('keeps `bufferLines` lines, for a long text that is appended before a stream attaches', () => {
    const feed = createLogFeed({ bufferLines: 30_000 });
    feed.append(Array.from({ length: 25_000 }, (_, at) => `line ${at}`).join('\n'));
    expect(listen(feed).lines).toHaveLength(25_000);
    const small = createLogFeed({ bufferLines: 2 });
    small.append('one\ntwo\nthree');
    expect(messages(listen(small).lines)).toEqual(['two', 'three']);
    for (const wrong of [0, -1, 1.5, '9', Infinity])
      expect(() => createLogFeed({ bufferLines: wrong as number })).toThrow(
        /bufferLines must be a whole number/,
      );
  });

  it('delivers lines while it iterates', () => {
    const feed = createLogFeed();
    const heard = listen(feed);
    function* endless() {
      for (let n = 0; heard.lines.length < 3_000; n++) yield `line ${n}`;
    }
    feed.append(endless());
    expect(heard.lines.length).toBe(3_000);
    expect(Math.max(...heard.batches)).toBe(1_000);
  });

  it('delivers a long text in batches, and keeps only its newest lines in memory', async () => {
    setFlagsFromString('--expose-gc');
    const collectGarbage = runInNewContext('gc') as () => void;
    const megabytesHeld = (): number => {
      collectGarbage();
      const { heapUsed, external } = process.memoryUsage();
      return (heapUsed + external) / 1_048_576;
    };
    const feed = createLogFeed({ bufferLines: 100 });
    const heard = listen(feed);
    const before = megabytesHeld();
    feed.append(`${'a line of a text of 30 MB '.repeat(38)}\n`.repeat(30_000));
    expect(Math.max(...heard.batches)).toBe(1_000);
    heard.stop();
    heard.lines.splice(0);
    await vi.waitFor(() => expect(megabytesHeld() - before).toBeLessThan(15));
    feed.append('one more');
  });

  it('completes once, for sinks that are attached and those that attach later', () => {
    const feed = createLogFeed();
    const early = listen(feed);
    feed.append('last words');
    expect(feed.completed).toBe(false);
    feed.complete();
    feed.complete();
    const late = listen(feed);
    expect(feed.completed).toBe(true);
    expect([early.completed, late.completed]).toEqual([1, 1]);
    expect(messages(late.lines)).toEqual(['last words']);
    expect(() => feed.append('more')).toThrow(/complete/);
  });

  it('refuses an invalid line, and delivers the lines before it', () => {
    const feed = createLogFeed();
    const heard = listen(feed);
    for (const bad of [null, 7, {}, { message: 7 }, { message: 'x', level: 'loud' }])
      expect(() => feed.append(['good', bad as unknown as string])).toThrow(
        expect.objectContaining({ kind: 'invalid-argument' }),
      );
    expect(() => feed.append(null as unknown as string)).toThrow(
      expect.objectContaining({ kind: 'invalid-argument' }),
    );
    expect(messages(heard.lines)).toEqual(Array(5).fill('good'));
  });

  it('converts numeric ids and labels, ignores an empty id, and says what a timestamp must be', () => {
    const feed = createLogFeed();
    const heard = listen(feed);
    const said = (line: object): void => feed.append(line as LogLine);
    said({ message: 'a', id: 5, labels: { step: 5, job: 'x' } });
    said({ message: 'b', id: '' });
    said({ message: 'c', id: '' });
    expect(heard.lines[0]).toMatchObject({ id: '5', labels: { step: '5', job: 'x' } });
    expect(heard.lines[1]?.id).not.toBe(heard.lines[2]?.id);
    expect(() => said({ message: 'd', timestamp: new Date(0) })).toThrow(/toISOString/);
    expect(() => said({ message: 'd', labels: 'x' })).toThrow(/labels/);
  });

  it('is a source with a key of its own', () => {
    const [one, other] = [createLogFeed({ title: 'build' }), createLogFeed()];
    expect(one.key).not.toBe(other.key);
    expect([one.title, other.title]).toEqual(['build', 'feed']);
    expect(one.transports).toEqual([]);
    expect(() => one.live('sse', undefined)).toThrow(expect.objectContaining({ kind: 'unsupported' }));
  });
});

describe('a stream of a feed', () => {
  const lines = (from: number, to: number): string[] =>
    Array.from({ length: to - from }, (_, at) => `line ${from + at}`);
  const shown = (items: readonly LogItem[]): string[] =>
    items.map((item) => (item.kind === 'log' ? item.message : `gap ${item.reason} ${item.missing}`));

  it('shows a gap for lines that were dropped before it attached', () => {
    const feed = createLogFeed();
    feed.append(lines(0, 10_003));
    const stream = createLogStream(feed, { bufferLines: 20_000 });
    stream.connect();
    expect(shown(stream.getSnapshot().items)).toEqual(['gap overflow 3', ...lines(3, 10_003)]);
    expect(stream.getSnapshot().items[1]?.seq).toBe(3);
    expect(stream.getSnapshot().ledger).toMatchObject({ received: 10_000, stored: 10_000, gaps: 1 });
    stream.dispose();
  });

  it('shows a gap only for lines that it has not received', () => {
    const feed = createLogFeed();
    const stream = createLogStream(feed, { bufferLines: 50_000 });
    feed.append(lines(0, 500));
    stream.connect();
    stream.disconnect();
    feed.append(lines(500, 9_000));
    stream.connect();
    expect(shown(stream.getSnapshot().items)).toEqual(lines(0, 9_000));
    stream.disconnect();
    feed.append(lines(9_000, 19_007));
    stream.connect();
    feed.append(lines(19_007, 19_010));
    expect(shown(stream.getSnapshot().items)).toEqual([
      ...lines(0, 9_000),
      'gap overflow 7',
      ...lines(9_007, 19_010),
    ]);
    const { received, stored, duplicates, gaps } = stream.getSnapshot().ledger;
    expect([received, stored, duplicates, gaps]).toEqual([19_003, 19_003, 0, 1]);
    stream.dispose();
  });

  it("shows a line whose id looks like one of the feed's own", () => {
    const feed = createLogFeed();
    const stream = createLogStream(feed);
    stream.connect();
    expect(stream.getSnapshot().status).toBe('live');
    feed.append('by itself');
    feed.append({ id: '#1', message: 'by its caller' });
    expect(shown(stream.getSnapshot().items)).toEqual(['by itself', 'by its caller']);
    stream.dispose();
  });

  it('shows everything in order if a listener appends another line, or completes the log', () => {
    const feed = createLogFeed();
    const open = () => {
      const stream = createLogStream(feed);
      stream.connect();
      return stream;
    };
    feed.append('held');
    const answering = createLogStream(feed);
    answering.on('entries', (entries) => {
      for (const { message } of entries) {
        if (message.length < 7) feed.append(`${message}!`);
        else feed.complete();
      }
    });
    answering.connect();
    const after = open();
    expect(shown(after.getSnapshot().items)).toEqual(['held', 'held!', 'held!!', 'held!!!']);
    expect(shown(answering.getSnapshot().items)).toEqual(shown(after.getSnapshot().items));
    expect([answering, after].map((each) => each.getSnapshot().status)).toEqual(['complete', 'complete']);
    for (const stream of [answering, after]) stream.dispose();
  });

  it('shows the same to all listeners, even if the first of them appends', () => {
    const feed = createLogFeed();
    const streams = [createLogStream(feed), createLogStream(feed)];
    for (const stream of streams) stream.connect();
    streams[0]?.on('entries', ([first]) => {
      if (first?.message === 'asked') feed.append('answered');
      if (first?.message === 'answered') feed.complete();
    });
    feed.append('asked');
    for (const stream of streams) {
      expect(shown(stream.getSnapshot().items)).toEqual(['asked', 'answered']);
      expect(stream.getSnapshot().status).toBe('complete');
      stream.dispose();
    }
  });

  it('shows every line whatever its time, and lines with the same id once', () => {
    const line = fc.record(
      {
        message: fc.constantFrom('a', 'b'),
        timestamp: fc
          .integer({ min: -2, max: 2 })
          .map((second) => new Date(1e12 + second * 1_000).toISOString()),
        id: fc.constantFrom('1', '2', '3'),
      },
      { requiredKeys: ['message'] },
    );
    const step = fc.oneof(
      fc.array(line, { maxLength: 5 }),
      fc.constantFrom('cut' as const, 'reload' as const),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const feed = createLogFeed();
        const told: string[] = [];
        const open = (resume?: string) => {
          const opened = createLogStream(feed, resume === undefined ? {} : { resume });
          opened.on('entries', (entries) => told.push(...entries.map(({ message }) => message)));
          opened.connect();
          return opened;
        };
        let stream = open();
        const wanted: string[] = [];
        const ids = new Set<string>();
        for (const lines of steps) {
          if (lines === 'cut') {
            stream.disconnect();
            stream.connect();
          } else if (lines === 'reload') {
            const token = stream.resumeToken();
            stream.dispose();
            stream = open(token);
          } else {
            feed.append(lines);
            for (const { id, message } of lines)
              if (id === undefined || ids.size < ids.add(id).size) wanted.push(message);
          }
        }
        stream.dispose();
        expect(told).toEqual(wanted);
      }),
    );
  });

  it('shows no gap if it resumes a stream that had received the lines', () => {
    const feed = createLogFeed();
    feed.append(lines(0, 10_000));
    const one = createLogStream(feed, { bufferLines: 20_000 });
    one.connect();
    const resume = one.resumeToken() as string;
    one.dispose();
    feed.append(lines(10_000, 10_010));
    const other = createLogStream(feed, { resume });
    other.connect();
    expect(shown(other.getSnapshot().items)).toEqual(lines(10_000, 10_010));
    other.dispose();
  });
});
