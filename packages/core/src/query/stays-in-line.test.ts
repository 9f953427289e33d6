import { describe, expect, it } from 'vitest';
import { staysInLine } from './stays-in-line.js';

describe('staysInLine', () => {
  it.each([
    ...['needle-[0-9a-f]{4}', '^(?:GET|POST) /api', 'status=5\\d\\d$', 'a.*b', '\\bx\\b', '[\\]\\[]'],
    ...[
      '(\\w+) \\1',
      '(?<word>x) \\k<word>',
      '(?=.*x)y(?!z)',
      '(?<=id=)\\d+',
      '\\x41\\u0042\\cA\\t',
      '[\\t ]',
      '',
    ],
  ])('yes: %s', (source) => {
    expect(staysInLine(new RegExp(source, 'gim'))).toBe(true);
  });

  it.each([
    ...[
      '\\s',
      '\\W+',
      '\\D',
      'a\\nb',
      'a\nb',
      '[^"]*',
      '[^]',
      '[\\s,]',
      '[\\t-\\r]',
      '[\\x00-\\x7f]',
      '[\\D]',
    ],
    ...['\\x0a', '\\u000a', '\\cj', '\\12', '\\012', '(?s:a.b)', '(?-m:^a)', '(?i-s:a)'],
  ])('no: %s', (source) => {
    expect(staysInLine(new RegExp(source, 'gm'))).toBe(false);
  });

  it.each([
    ['a.b', 'gm', true],
    ['a.b', 'gms', false],
    ['^a', 'g', false],
    ['\\p{L}\\u{41}', 'gmu', true],
    ['\\P{L}', 'gmu', false],
    ['\\p{Cc}', 'gm', true],
    ['\\p{Cc}', 'gmu', false],
    ['\\u{a}', 'gmu', false],
    ['[a--b]', 'gmv', false],
  ])('depends on the flags: %s with %s', (source, flags, stays) => {
    expect(staysInLine(new RegExp(source, flags))).toBe(stays);
  });
});
