import {
  createLogFeed,
  createLogStream,
  type BufferChange,
  type LogItem,
  type LogView,
  type Observable,
} from '@tailrace/core';
import { describe, expect, it } from 'vitest';
import { createAnsiCarry } from './ansi-carry.js';
import { arrayView, line } from '../testing/array-view.js';

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
    change(change: Partial<BufferChange>, items: readonly LogItem[]) {
      view = arrayView(items);
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

  it('carry in a log that is large enough to be packed', () => {
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
    expect(view.blockAt?.(0)).toBeDefined();
    const plain = createAnsiCarry(feed(...view).stream);
    const packed = createAnsiCarry(stream);
    const [styles, known] = [packed, plain].map((carry) =>
      [...view].map((item) => carry.before(item)?.style),
    );
    expect(styles).toEqual(known);
    expect(styles?.filter((style) => style !== undefined).length).toBeGreaterThan(1_000);
    stream.dispose();
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
    const later = line(9);
    source.change({ appended: [later], evicted: 2 }, [later]);
    expect(carry.before(later)?.style).toEqual(red);
    source.change({ replaced: true, cleared: true }, []);
    expect(carry.before(line(10))).toBeUndefined();
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
