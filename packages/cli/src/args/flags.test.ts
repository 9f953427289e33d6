import { describe, expect, it } from 'vitest';
import { UsageError } from '../usage-error.js';
import { parseFlags } from './flags.js';

const table = { token: 'value', follow: 'switch', file: 'list' } as const;
const parse = (...argv: string[]) => parseFlags(argv, table, 'tail');

describe('parseFlags', () => {
  it('reads values after a space and after an equals sign; the last one counts', () => {
    expect(parse('--token', 'a').values.get('token')).toBe('a');
    expect(parse('--token=a=b').values.get('token')).toBe('a=b');
    expect(parse('--token', 'a', '--token', 'b').values.get('token')).toBe('b');
  });

  it('turns switches on and off', () => {
    expect(parse('--follow').switches.get('follow')).toBe(true);
    expect(parse('--no-follow').switches.get('follow')).toBe(false);
    expect(parse().switches.get('follow')).toBeUndefined();
  });

  it('gives a list every value up to the next flag, and joins repeated lists', () => {
    expect(parse('--file', 'a', 'b', '--follow', '--file=c').lists.get('file')).toEqual(['a', 'b', 'c']);
  });

  it('keeps operands in order, around flags', () => {
    expect(parse('prismq', '--follow', 'http://x', '-').operands).toEqual(['prismq', 'http://x', '-']);
  });

  it('leaves everything after two dashes as it is', () => {
    const flags = parse('a', '--', '--token', 'x');
    expect(flags.operands).toEqual(['a']);
    expect(flags.rest).toEqual(['--token', 'x']);
    expect(parse('a').rest).toBeUndefined();
  });

  it.each([
    [['--tokn', 'x'], 'Unknown option --tokn; did you mean --token?'],
    [['--colour'], 'Unknown option --colour.'],
    [['-f'], 'Unknown option -f.'],
    [['--token'], '--token needs a value: write --token VALUE, or --token=VALUE if it begins with a dash.'],
    [
      ['--token', '--follow'],
      '--token needs a value: write --token VALUE, or --token=VALUE if it begins with a dash.',
    ],
    [['--token='], '--token needs a value: write --token VALUE, or --token=VALUE if it begins with a dash.'],
    [['--follow=yes'], '--follow takes no value: write --follow or --no-follow.'],
    [['--no-token'], 'Unknown option --no-token.'],
  ])('%j: %s', (argv, message) => {
    expect(() => parse(...argv)).toThrow(new UsageError(message, 'tail'));
  });

  it('never repeats a word that may be a secret', () => {
    for (const argv of [
      ['--tokn=s3cret-value'],
      ['--s3cret/value+42'],
      ['-s3cretvaluethatislongerthananyname'],
    ]) {
      expect(() => parse(...argv)).toThrow(/^(?!.*s3cret)Unknown option/);
    }
  });
});
