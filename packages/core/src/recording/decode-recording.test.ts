import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogStreamError } from '../errors.js';
import { decodeRecording } from './decode-recording.js';
import { encodeRecording } from './encode-recording.js';
import { binaryPayload, bytesOf, payloadOf } from './payload.js';
import type { ExchangeEvent, RecordedEvent, Recording } from './recording.js';

const text = fc.string({ unit: 'grapheme' });
const texts = fc.dictionary(text, text);
const payload = fc.oneof(
  fc.uint8Array().map(payloadOf),
  fc.uint8Array().map(binaryPayload),
  text.map((one) => ({ text: one })),
);
const headers = fc.dictionary(fc.stringMatching(/^[a-z-]+$/), fc.stringMatching(/^[\x20-\x7e\xa0-\xff]*$/));
const status = fc.integer({ min: 200, max: 599 });
const onRequest: fc.Arbitrary<ExchangeEvent> = fc.oneof(
  fc.record({ type: fc.constant('response' as const), status, headers }),
  payload.map((one) => ({ type: 'chunk' as const, ...one })),
  fc.constantFrom({ type: 'end' as const }, { type: 'abort' as const }),
  fc.record(
    { type: fc.constant('error' as const), name: text, code: text, status },
    { requiredKeys: ['type', 'name'] },
  ),
);
const onSocket: fc.Arbitrary<ExchangeEvent> = fc.oneof(
  fc.constantFrom({ type: 'open' as const }, { type: 'abort' as const }),
  fc.record({ type: fc.constant('refused' as const), name: text }),
  payload.map((one) => ({ type: 'message' as const, ...one })),
  fc.record({ type: fc.constant('close' as const), code: fc.nat(4_999), reason: text, clean: fc.boolean() }),
);
const exchange = (on: number): fc.Arbitrary<readonly RecordedEvent[]> =>
  fc
    .oneof(
      fc.tuple(
        fc.record({ type: fc.constant('request' as const), method: text, url: text }),
        fc.array(onRequest),
      ),
      fc.tuple(fc.record({ type: fc.constant('socket' as const), url: text }), fc.array(onSocket)),
    )
    .map(([opening, events]) => [opening, ...events].map((event, t): RecordedEvent => ({ t, on, ...event })));
const recording: fc.Arbitrary<Recording> = fc.record({
  tailrace: fc.constant('recording' as const),
  version: fc.constant(1 as const),
  startedAt: text,
  about: texts,
  events: fc
    .tuple(
      exchange(1),
      exchange(2),
      fc.constantFrom<readonly RecordedEvent[]>(
        [],
        [{ t: 9, type: 'stop' }],
        [{ t: 9, type: 'cut', bytes: 7 }],
      ),
    )
    .map((parts) => parts.flat()),
});

const refusal = (file: string): LogStreamError => {
  try {
    decodeRecording(file);
  } catch (thrown) {
    if (thrown instanceof LogStreamError) return thrown;
    throw thrown;
  }
  throw new Error('it was taken');
};

describe('decodeRecording', () => {
  it('decodes what was encoded', () => {
    fc.assert(
      fc.property(recording, (one) => {
        expect(decodeRecording(encodeRecording(one))).toEqual(one);
      }),
    );
  });

  it('keeps every byte', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(bytesOf(payloadOf(bytes))).toEqual(bytes);
        expect(bytesOf(binaryPayload(bytes))).toEqual(bytes);
      }),
    );
  });

  it('says what to do if a recording is damaged, and never throws another error', () => {
    fc.assert(
      fc.property(recording, fc.nat(), text, (one, at, junk) => {
        const whole = encodeRecording(one);
        const cut = at % (whole.length + 1);
        for (const file of [whole.slice(0, cut), whole.slice(0, cut) + junk + whole.slice(cut)]) {
          try {
            decodeRecording(file);
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(LogStreamError);
            expect(thrown).toMatchObject({ kind: 'invalid-argument' });
            expect((thrown as LogStreamError).message).toMatch(
              /Make one with|Update|delete that line|use the original/,
            );
          }
        }
      }),
    );
  });

  const head = '{"tailrace":"recording","version":1,"startedAt":"2026-01-01T00:00:00Z","about":{}}\n';
  const request = '{"t":0,"on":1,"type":"request","method":"GET","url":"http://x.test/"}\n';

  it.each([
    ['', /is not a recording/],
    ['<html>', /is not a recording/],
    ['{"kind":"log","seq":0}\n', /is not a recording.*--record/],
    [head.replace('"version":1', '"version":2'), /version 2, but this Tailrace reads only version 1. Update/],
    [
      `${head}${request}{"t":1,"on":1,"type":"chu`,
      /Line 3 .* not a JSON object. The file was cut off there: delete that line/,
    ],
    [`${head}{"t":1,"on":1,"type":"end"}\n${request}`, /Line 2 .*connection 1 was never opened.*edited/],
    [`${head}${request}${request}`, /Line 3 .*opened twice/],
    [`${head}${request}{"t":1,"on":1,"type":"open"}\n`, /Line 3 .*a request has no "open"/],
    [`${head}${request}{"t":1,"on":1,"type":"response","status":99,"headers":{}}`, /no HTTP status/],
    [`${head}${request}{"t":1,"on":1,"type":"response","status":200}`, /Line 3 .*no valid headers/],
    [
      `${head}${request}{"t":1,"on":1,"type":"response","status":200,"headers":{"via":"a\\nb"}}`,
      /Line 3 .*no valid headers/,
    ],
    [
      `${head}${request}{"t":1,"on":1,"type":"response","status":200,"headers":{"a b":"c"}}`,
      /Line 3 .*no valid headers/,
    ],
    [`${head}${request}{"t":1,"on":1,"type":"chunk","base64":"?"}`, /"base64" is invalid/],
    [`${head}${request}{"t":-1,"on":1,"type":"end"}`, /"t" is not a time/],
    [`${head}${request}{"t":1,"on":1,"type":"toString"}`, /no event "toString"/],
  ])('refuses %j', (file, message) => {
    expect(refusal(file).message).toMatch(message);
  });
});
