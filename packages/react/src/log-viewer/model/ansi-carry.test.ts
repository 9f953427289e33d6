import {
  ansiStateAfter,
  createLogFeed,
  createLogStream,
  INITIAL_ANSI_STATE,
  type AnsiState,
  type BufferChange,
  type LogEntry,
  type LogItem,
  type LogView,
  type Observable,
} from '@tailrace/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createAnsiCarry } from './ansi-carry.js';
import { arrayView, line, packedArrayView } from '../testing/array-view.js';

const RED = '\u001b[31m';
const RESET = '\u001b[0m';
const red = { fg: { kind: 'palette', index: 1 } };

function feed(...first: LogItem[]) {
  let view: LogView = arrayView(first);
  let tell: ((change: BufferChange, view: LogView) => void) | undefined;
  const stream = {
    getSnapshot: () => ({ view }),
    observe: (observer: typeof tell) => {
      tell = observer;
      return () => (tell = undefined);
    },
  } as unknown as Observable;
  const none = { appended: [], prepended: [], evicted: 0, replaced: false, cleared: false };
  return {
    stream,
    change(change: Partial<BufferChange>, items: readonly LogItem[] | LogView) {
      view = 'at' in items && 'rowOf' in items ? items : arrayView(items);
      tell?.({ ...none, ...change }, view);
    },
    listening: () => tell !== undefined,
  };
}

describe('colours that run on', () => {
  const painted = [line(0, { message: `${RED}one` }), line(1), line(2, { message: `two${RESET}` }), line(3)];

  it('carry from line to line until they are reset', () => {
    const carry = createAnsiCarry(feed(...painted).stream);
    expect(painted.map((item) => carry.before(item)?.style)).toEqual([undefined, red, red, undefined]);
  });

  it('carry, but links do not', () => {
    const link = '\u001b]8;;https://example.com\u001b\\';
    const linked = [
      line(0, { message: `${RED}${link}one` }),
      line(1),
      line(2, { message: `${RESET}${link}` }),
      line(3),
    ];
    const carry = createAnsiCarry(feed(...linked).stream);
    expect(linked.map((item) => carry.before(item))).toEqual([
      undefined,
      { style: red },
      { style: red },
      undefined,
    ]);
  });

  it('are read in their 8-bit form, too', () => {
    const eight = [line(0, { message: '\u009b31mone' }), line(1)];
    const carry = createAnsiCarry(feed(...eight).stream);
    expect(carry.before(line(1))?.style).toEqual(red);
  });

  it('stay within their source', () => {
    const labels = { step_name: 'build' };
    const other = [line(0, { message: `${RED}one`, labels }), line(1), line(2, { labels })];
    const carry = createAnsiCarry(feed(...other).stream);
    expect(other.map((item) => carry.before(item)?.style)).toEqual([undefined, undefined, red]);
  });

  it('outlive the line that set them, and end with clear', () => {
    const source = feed(...painted.slice(0, 2));
    const carry = createAnsiCarry(source.stream);
    const later = line(2);
    source.change({ appended: [later], evicted: 2 }, [later]);
    expect(carry.before(later)?.style).toEqual(red);
    source.change({ replaced: true, cleared: true }, []);
    expect(carry.before(line(10))).toBeUndefined();
  });

  it('end where lines came and went that nobody saw: one of them may have ended them', () => {
    const source = feed(...painted.slice(0, 2));
    const carry = createAnsiCarry(source.stream);
    const [later, last] = [line(9), line(10)];
    source.change({ appended: [later], evicted: 2 }, [later]);
    expect(carry.before(later)).toBeUndefined();
    source.change({ appended: [last], evicted: 1 }, [last]);
    expect(carry.before(last)).toBeUndefined();
  });

  it('are read from older lines, too', () => {
    const source = feed(line(0), line(1, { message: `${RESET}x` }), line(2));
    const carry = createAnsiCarry(source.stream);
    const older = line(-1, { message: `${RED}older` });
    source.change({ prepended: [older] }, [older, line(0)]);
    expect(carry.before(line(0))?.style).toEqual(red);
    carry.dispose();
    expect(source.listening()).toBe(false);
  });
});

describe('colours in a long log', () => {
  const pieces = [
    'x',
    `${RED}r`,
    `${RESET}0`,
    '\u001b[1mb',
    '\u001b[39mu',
    '\u001b[44mg',
    '\u009b32m8',
    'plain',
    'é',
    `${RED}r${RESET}`,
    `${RED}r\u001b[m end`,
    // Here the reset ends something else, or is not the last.
    `${RED}\u001b]0;title${RESET}`,
    `${RED}\u001bPdata${RESET}`,
    `${RED}\u009dtitle${RESET}`,
    `\u001b[3${RESET}`,
    `${RESET}\u009b32mg`,
  ];
  const steps = fc.array(
    fc.record({
      messages: fc.array(fc.tuple(fc.constantFrom('', 'a', 'b'), fc.constantFrom(...pieces)), {
        maxLength: 12,
      }),
      evicted: fc.nat(8),
      asked: fc.array(fc.nat(60), { maxLength: 6 }),
    }),
    { minLength: 1, maxLength: 8 },
  );

  it('carry in a log that is large enough to be packed, before it is and then', async () => {
    const source = createLogFeed();
    const stream = createLogStream(source, { bufferLines: 100_000, bufferBytes: 1e9 });
    stream.connect();
    source.append(
      Array.from({ length: 8_000 }, (_, n) =>
        n % 700 === 3 ? `${RED}on` : n % 900 === 5 ? `${RESET}off` : '',
      ),
    );
    const { view } = stream.getSnapshot();
    expect(view.length).toBe(8_000);
    const plain = createAnsiCarry(feed(...view).stream);
    const packed = createAnsiCarry(stream);
    const half = [...view].slice(3_000);
    expect(half.map((item) => packed.before(item)?.style)).toEqual(
      half.map((item) => plain.before(item)?.style),
    );
    await expect.poll(() => stream.getSnapshot().view.blockAt?.(0)).toBeDefined();
    const [styles, fresh, known] = [packed, createAnsiCarry(stream), plain].map((carry) =>
      [...stream.getSnapshot().view].map((item) => carry.before(item)?.style),
    );
    expect(styles).toEqual(known);
    expect(fresh).toEqual(known);
    expect(styles?.filter((style) => style !== undefined).length).toBeGreaterThan(1_000);
    stream.dispose();
  });

  it('are looked for once, and not once for every source on screen', () => {
    let looks = 0;
    const many = Array.from({ length: 3_000 }, (_, seq) =>
      Object.defineProperty(line(seq, { labels: { service: `${seq % 30}` } }), 'message', {
        get: () => {
          looks += 1;
          return seq % 300 === 299 ? `${RED}on` : 'plain';
        },
      }),
    );
    const carry = createAnsiCarry(feed(...many).stream);
    const styles = many.slice(-60).map((item) => carry.before(item)?.style);
    expect(styles.filter((style) => style !== undefined)).toEqual([red, red]);
    expect(looks).toBeLessThan(3 * many.length);
  });

  it('are sorted by source without asking each line anew for its source', () => {
    let asked = 0;
    const sources = Array.from({ length: 30 }, (_, n) =>
      Object.defineProperty({}, 'service', { get: () => ((asked += 1), `${n}`), enumerable: true }),
    );
    const packed = Array.from({ length: 3_000 }, (_, seq) =>
      line(seq, { labels: sources[seq % 30] ?? {}, message: seq % 3 === 0 ? `${RED}x${RESET}` : 'plain' }),
    );
    const source = feed();
    source.change({}, packedArrayView(packed, 100));
    const carry = createAnsiCarry(source.stream);
    expect(packed.slice(-30).map((item) => carry.before(item))).toEqual(sources.map(() => undefined));
    expect(asked).toBe(sources.length);
  });

  it('are those of a terminal that read it from the start, whichever lines are asked about', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 1, max: 9 }), fc.boolean(), (given, size, packs) => {
        const view = (items: readonly LogEntry[]): LogView =>
          packs ? packedArrayView(items, size) : arrayView(items);
        const all: LogEntry[] = [];
        const expected = new Map<number, AnsiState['style']>();
        const pens = new Map<string, AnsiState>();
        const source = feed();
        const carry = createAnsiCarry(source.stream);
        let first = 0;
        for (const { messages, evicted, asked } of given) {
          const appended = messages.map(([step, message], at) =>
            line(all.length + at, { message, labels: step === '' ? {} : { step_name: step } }),
          );
          for (const { seq, message, labels } of appended) {
            const pen = pens.get(labels['step_name'] ?? '') ?? INITIAL_ANSI_STATE;
            expected.set(seq, pen.style);
            pens.set(labels['step_name'] ?? '', ansiStateAfter(message, pen));
          }
          all.push(...appended);
          // What came and went between two looks nobody saw.
          const gone = Math.min(evicted, all.length - appended.length - first, all.length - first - 1);
          first += Math.max(0, gone);
          const held = all.slice(first);
          source.change({ appended, evicted: gone }, view(held));
          for (const at of asked) {
            const item = held[at % Math.max(1, held.length)];
            if (item) expect(carry.before(item)?.style ?? {}).toEqual(expected.get(item.seq));
          }
        }
        for (const item of all.slice(first))
          expect(carry.before(item)?.style ?? {}).toEqual(expected.get(item.seq));
      }),
      { numRuns: 300 },
    );
  });
});
