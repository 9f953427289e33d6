import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogStreamError } from '../errors.js';
import { buildUrl, encodeId, readBaseUrl } from './url.js';

function errorOf(run: () => unknown): LogStreamError {
  try {
    run();
  } catch (thrown) {
    if (thrown instanceof LogStreamError) return thrown;
    throw thrown;
  }
  throw new Error('nothing was thrown');
}

describe('readBaseUrl', () => {
  it.each([
    ['http://localhost:8080', 'http://localhost:8080'],
    ['  https://logs.example/api///  ', 'https://logs.example/api'],
    ['ws://localhost:8080/', 'http://localhost:8080'],
    ['wss://logs.example', 'https://logs.example'],
    ['HTTP://logs.example', 'http://logs.example'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
  ])('takes %j for %j', (base, url) => {
    expect(readBaseUrl({ baseUrl: base })).toBe(url);
  });

  it.each([
    '',
    '   ',
    'localhost:8080',
    '/api',
    'ftp://logs.example',
    'http://',
    'http:///x',
    'http://:80',
    'javascript:alert(1)',
    'http://a b',
    'http://a\\b',
  ])('refuses %j and says what to pass', (base) => {
    const error = errorOf(() => readBaseUrl({ baseUrl: base }));
    expect(error.kind).toBe('invalid-argument');
    expect(error.message).toContain('http');
  });

  it.each([
    'http://user:hunter2@logs.example',
    'https://logs.example/?token=hunter2',
    'hunter2@logs.example',
    'logs?token=hunter2',
  ])('refuses %j without repeating what it holds', (base) => {
    const error = errorOf(() => readBaseUrl({ baseUrl: base }));
    expect(error.kind).toBe('invalid-argument');
    expect(error.message).not.toContain('hunter2');
  });

  it('says how to name the own origin of a page', () => {
    for (const base of ['', '/api'])
      expect(errorOf(() => readBaseUrl({ baseUrl: base })).message).toContain('location.origin');
  });

  it('refuses anything but a string', () => {
    expect(errorOf(() => readBaseUrl(undefined)).kind).toBe('invalid-argument');
  });
});

describe('buildUrl', () => {
  it('encodes a plus, and leaves out undefined values', () => {
    expect(buildUrl('http://h', '/logs', { since: '2026-01-15T10:30:00+02:00', tail: undefined, n: 0 })).toBe(
      'http://h/logs?since=2026-01-15T10%3A30%3A00%2B02%3A00&n=0',
    );
  });

  it('encodes every value so that a URL parser reads it back', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(
        fc.dictionary(fc.string({ minLength: 1 }), text),
        text.filter((id) => !/^\s*$|^\.\.?$/.test(id)),
        (query, id) => {
          const url = new URL(buildUrl('http://h/base', `/a/${encodeId('id', id)}/b`, query));
          expect(decodeURIComponent(url.pathname.split('/')[3] ?? '')).toBe(id);
          expect(url.pathname.split('/')).toHaveLength(5);
          for (const [name, value] of Object.entries(query)) expect(url.searchParams.get(name)).toBe(value);
        },
      ),
    );
  });

  it('encodes a lone surrogate', () => {
    expect(buildUrl('http://h', '/x', { q: '\ud800' })).toBe('http://h/x?q=%EF%BF%BD');
  });
});

describe('encodeId', () => {
  it.each(['', ' ', '.', '..', undefined, 7])('refuses %j', (id) => {
    const error = errorOf(() => encodeId('task id', id as string));
    expect(error).toMatchObject({ kind: 'invalid-argument', message: expect.stringContaining('task id') });
  });
});
