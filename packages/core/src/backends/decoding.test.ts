import { describe, expect, it } from 'vitest';
import { sentenceOf, serverRefused } from './decoding.js';
import { createLabelCache } from './label-cache.js';

describe('serverRefused', () => {
  it.each([
    'Task not found or access denied',
    'Service x not found or not running',
    'no such run',
    'Unknown service x',
    'run 7 does not exist.',
  ])('treats %j as an unknown log', (sentence) => {
    const error = serverRefused('run 7', sentence);
    expect(error).toMatchObject({ kind: 'not-found', retryable: false });
    expect(error.message).toBe(
      `The server does not have run 7. It says: ${sentence.replace(/\.$/, '')}. Check the id and the base URL.`,
    );
  });

  it.each(['Unknown error', 'Database is down', undefined])('treats %j as a refusal', (sentence) => {
    expect(serverRefused('run 7', sentence)).toMatchObject({
      kind: 'rejected',
      retryable: false,
      message: expect.stringContaining(sentence ?? 'gives no reason'),
    });
  });
});

describe('sentenceOf', () => {
  it.each([
    ['{"error":"a"}', 'a'],
    ['{"message":" a "}', 'a'],
    ['{"detail":"a"}', 'a'],
    ['"a"', 'a'],
    ['a', 'a'],
    ['', undefined],
    ['{}', undefined],
    ['{"error":{"code":7}}', undefined],
    ['7', undefined],
  ])('of %j is %j', (data, sentence) => {
    expect(sentenceOf(data)).toBe(sentence);
  });
});

describe('a label cache', () => {
  it('shares equal labels, and only those', () => {
    const share = createLabelCache(2);
    const first = share({ a: '1' });
    expect(share({ a: '1' })).toBe(first);
    expect(Object.isFrozen(first)).toBe(true);
    for (const other of [{ a: '2' }, { b: '1' }, { a: '1', b: '1' }, {}]) expect(share(other)).toEqual(other);
    expect(share({ a: '1' })).toEqual({ a: '1' });
  });
});
