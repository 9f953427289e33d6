import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogEntry } from '../entry.js';
import { LabelPool } from './label-pool.js';
import { PackedLines } from './packed-lines.js';

/** Lines that differ only where `different` says so. */
function entries(different: readonly Record<string, unknown>[], firstSeq = 0, step = 1): LogEntry[] {
  return different.map((fields, at) => ({
    kind: 'log',
    seq: firstSeq + at * step,
    level: 'info',
    message: `line ${at}`,
    labels: {},
    raw: undefined,
    ...fields,
  }));
}

function pack(items: readonly LogEntry[], step = 1): PackedLines {
  const packed = PackedLines.of(items, step, new LabelPool());
  if (!packed) throw new Error('These lines were not packed.');
  return packed;
}

function unpacked(lines: PackedLines): LogEntry[] {
  return Array.from({ length: lines.length }, (_, index) => lines.at(index));
}

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '',
    '\n',
    '\u001b[31mred\u001b[0m',
    '\ud800',
    '\udfff\ud800',
    '😀',
    'é',
    '\u0085',
    '\t',
    '0',
  ),
);
const key = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('id', 'message', 'level', 'time', 'data') },
  { weight: 1, arbitrary: fc.constantFrom('__proto__', 'valueOf', 'toString', '0', '10', '9', '') },
  { weight: 1, arbitrary: fc.string() },
);
const number = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.constantFrom(-0, 0, Number.NaN, Infinity, 2 ** 53, -1, 0.1),
);
const unlikely = [
  Symbol('mark'),
  () => 'called',
  new Date(0),
  new Date(Number.NaN),
  new Map([['a', 1]]),
  { toJSON: () => 'another' },
  Object.create({ inherited: 1 }) as object,
];
const leaf = fc.oneof(
  { weight: 4, arbitrary: text },
  { weight: 4, arbitrary: number },
  { weight: 2, arbitrary: fc.constantFrom(null, undefined, true, false) },
  { weight: 1, arbitrary: fc.bigInt() },
  { weight: 1, arbitrary: fc.constantFrom(...unlikely) },
);

/** An object as JSON makes them: `__proto__` is a key like any other. */
function record(pairs: readonly (readonly [string, unknown])[]): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const [name, value] of pairs)
    Object.defineProperty(made, name, { value, enumerable: true, configurable: true, writable: true });
  return made;
}

class Reading {
  constructor(readonly value: unknown) {}
}

const { value: anything } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.array(fc.tuple(key, tie('value')), { maxLength: 5 }).map(record),
    leaf.map((value) => new Reading(value)),
    fc.array(fc.tuple(fc.string(), leaf), { maxLength: 2 }).map((pairs) => Object.freeze(record(pairs))),
    leaf.map((value) => Object.assign(Object.create(null) as object, { value })),
    leaf.map((value) => ({ [Symbol.for('mark')]: value })),
  ),
}));

const labels = fc.dictionary(fc.oneof(fc.constantFrom('service', '__proto__'), fc.string()), text, {
  maxKeys: 2,
});
const line = fc.record(
  {
    id: text,
    timestamp: text,
    time: number,
    level: fc.constantFrom('info', 'error'),
    message: text,
    labels,
    progress: fc.option(number, { nil: undefined }),
    metadata: fc.array(fc.tuple(key, anything), { maxLength: 3 }).map(record),
    raw: anything,
  },
  { requiredKeys: ['level', 'message', 'labels', 'raw'] },
);
/** Lines as one server sends them: alike but for what they say, and their object repeats them. */
const alike = fc
  .record({
    id: text,
    stamp: text,
    message: text,
    odd: fc.option(anything),
    extra: anything,
    plain: fc.boolean(),
  })
  .map(({ id, stamp, message, odd, extra, plain }) => ({
    id,
    timestamp: stamp,
    message,
    raw: plain ? `${stamp} ${message}\n` : odd ?? record([['created_at', stamp], ['message', message], ['id', id], ['extra', extra]]), // prettier-ignore
  }));

describe('PackedLines', () => {
  it('gives back lines that are deeply equal to what was put in, whatever they hold', () => {
    const given = fc.oneof(
      fc.array(line, { minLength: 1, maxLength: 40 }),
      fc.array(alike, { minLength: 1, maxLength: 40 }),
    );
    fc.assert(
      fc.property(given, fc.constantFrom(1, 0.25), (lines, step) => {
        const items = entries(lines, 7, step);
        const copy = structuredCloneOf(items);
        const packed = PackedLines.of(items, step, new LabelPool());
        if (packed === undefined) return;
        expect(unpacked(packed)).toStrictEqual(items);
        // Nothing that was given has been touched.
        expect(items).toStrictEqual(copy);
        unpacked(packed).forEach((entry, at) =>
          expect(ownKeys(entry.raw)).toEqual(ownKeys((items[at] as LogEntry).raw)),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('shows its messages as one text with those apart that are not plain', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 60 }), (messages) => {
        const { messages: column } = pack(entries(messages.map((message) => ({ message }))));
        const shown = column.text.split('\n');
        expect(shown).toHaveLength(messages.length + 1);
        messages.forEach((message, at) => {
          const isApart = column.apart.includes(at);
          expect(isApart).toBe(/[^\t -~\u00a0-\u00ff]/.test(message));
          expect(shown[at]).toBe(isApart ? '' : message);
          expect(column.starts[at]).toBe(shown.slice(0, at).reduce((sum, { length }) => sum + length + 1, 0));
          expect(column.at(at)).toBe(message);
          expect(column.lengthAt(at)).toBe(message.length);
        });
      }),
    );
  });

  it('keeps numbers, long columns and many shapes exactly', () => {
    const wide = Array.from({ length: 1_024 }, (_, at) => ({
      id: `log-${at}`,
      time: 1_768_435_200_000 + at * 37,
      progress: at / 7,
      raw: record([
        ['far', at * 2 ** 40],
        ['near', -at],
        ['half', at % 2 === 0 ? at : at + 0.5],
        ['maybe', at % 3 === 0 ? null : at % 3 === 1 ? at : `${at}`],
        ...(at % 5 === 0 ? ([['sometimes', `${at} times`]] as const) : []),
        [`shape ${at % 11}`, at],
        ['nested', { at, deeper: { at, list: [at] } }],
      ]),
    }));
    const items = entries(wide, -1_024);
    expect(unpacked(pack(items))).toStrictEqual(items);
  });

  it('gives back texts around the message, and payloads that lines share', () => {
    const payloads = Array.from({ length: 300 }, (_, at) => `payload ${at} ${'x'.repeat(at)}`);
    const shared = payloads.map((data) => ({ data }));
    const items = entries(
      Array.from({ length: 1_024 }, (_, at) => {
        const message = `message ${at} that is longer than what stands around it`;
        const stamp = `2026-01-15T10:30:45.${at}Z`;
        const raw = at % 2 === 0 ? `${stamp} ${message}` : `${stamp} ${message}\n`;
        return { message, timestamp: stamp, raw };
      }),
    );
    expect(unpacked(pack(items))).toStrictEqual(items);
    const lines = entries(Array.from({ length: 1_024 }, (_, at) => ({ raw: payloads[at >> 2] })));
    expect(unpacked(pack(lines))).toStrictEqual(lines);
    const objects = entries(Array.from({ length: 1_024 }, (_, at) => ({ raw: shared[at >> 2] })));
    expect(pack(objects).at(7).raw).toBe(shared[1]);
    expect(unpacked(pack(objects))).toStrictEqual(objects);
  });

  it('keeps objects of very many keys, or of no two alike, as they are', () => {
    const wide = record(Array.from({ length: 5_000 }, (_, at) => [`key ${at}`, at]));
    const raws = Array.from({ length: 200 }, (_, at) =>
      at % 50 === 0 ? wide : record([[`only ${at}`, at]]),
    );
    const packed = pack(entries(raws.map((raw) => ({ raw }))));
    raws.forEach((raw, at) => expect(packed.at(at).raw).toBe(raw));
  });

  it('gives back objects that hold themselves, and the very same ones of any other kind than plain', () => {
    const raws = Array.from({ length: 100 }, (_, at) => {
      const raw: Record<string, unknown> = { at, list: [at] };
      raw['list'] = [raw];
      raw['self'] = raw;
      return at % 2 === 0 ? raw : { at, list: [at], self: unlikely[at % unlikely.length] };
    });
    const packed = pack(entries(raws.map((raw) => ({ raw, metadata: raw }))));
    raws.forEach((raw, at) => {
      const { raw: back, metadata } = packed.at(at);
      expect(back).toStrictEqual(raw);
      expect(metadata).toStrictEqual(raw);
      if (at % 2 === 1) expect((back as { self: unknown }).self).toBe(raw['self']);
    });
  });

  it('gives equal labels as one object', () => {
    const packed = pack(entries([{ labels: { a: '1', b: '2' } }, { labels: { a: '1', b: '2' } }]));
    expect(packed.labels.at(1)).toBe(packed.labels.at(0));
    expect(packed.at(1).labels).toBe(packed.labels.at(0));
  });

  it('does not pack lines whose numbers do not stand at even distances', () => {
    const [first, second] = entries([{}, {}]);
    const uneven = [first, { ...second, seq: 5 }] as LogEntry[];
    expect(PackedLines.of(uneven, 1, new LabelPool())).toBeUndefined();
  });
});

function ownKeys(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? Reflect.ownKeys(value) : undefined;
}

/** As deep as plain values go; instances and symbols as they are. */
function structuredCloneOf<T>(value: T): T {
  if (Array.isArray(value)) return value.map((part: unknown) => structuredCloneOf(part)) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  const copy = record(Object.entries(value).map(([name, part]) => [name, structuredCloneOf(part)]));
  for (const symbol of Object.getOwnPropertySymbols(value))
    Object.defineProperty(copy, symbol, { ...Object.getOwnPropertyDescriptor(value, symbol) });
  return copy as T;
}
