import { describe, expect, it } from 'vitest';
import { UsageError } from '../usage-error.js';
import { parseCommand } from './parse.js';

const now = Date.parse('2026-01-31T12:00:00Z');
const parse = (line: string, env: Record<string, string> = {}) =>
  parseCommand(line.split(' ').filter(Boolean), { env, now });
const wrong = (line: string): string => {
  try {
    parse(line);
  } catch (thrown) {
    if (thrown instanceof UsageError) return thrown.message;
    throw thrown;
  }
  throw new Error(`"${line}" was accepted`);
};

describe('parseCommand: serve', () => {
  it('fills in the defaults', () => {
    expect(parse('serve')).toEqual({
      name: 'serve',
      port: 4280,
      host: '127.0.0.1',
      backends: ['codespace', 'prismq', 'stratal', 'containers'],
      scenario: undefined,
      rate: undefined,
      files: [],
      command: undefined,
      dashboard: undefined,
    });
  });

  it('parses every option and leaves the command to capture as it is', () => {
    expect(
      parse(
        'serve --port 0 --backend prismq,stratal --scenario flaky --rate 2.5 --file a.log b.log --host ::1 -- npm run build --help',
      ),
    ).toMatchObject({
      port: 0,
      host: '::1',
      backends: ['prismq', 'stratal'],
      scenario: 'flaky',
      rate: 2.5,
      files: ['a.log', 'b.log'],
      command: ['npm', 'run', 'build', '--help'],
    });
  });

  it.each([
    ['serve --port 70000', '--port takes a whole number from 0 to 65535.'],
    ['serve --port 0x10', '--port takes a whole number from 0 to 65535.'],
    ['serve --rate 0', '--rate takes lines per second: a number above 0, up to 1000000.'],
    [
      'serve --backend prism',
      '--backend must be one of codespace, prismq, stratal, containers or all; did you mean prismq?',
    ],
    [
      'serve npm run build',
      'serve takes only options; write a command to capture after two dashes: serve -- COMMAND.',
    ],
    ['serve --', 'Write a command after the two dashes: serve -- COMMAND.'],
  ])('%s: %s', (line, message) => {
    expect(wrong(line)).toBe(message);
  });
});

describe('parseCommand: tail', () => {
  it('fills in the defaults', () => {
    expect(parse('tail prismq http://localhost:4280/ run-1')).toEqual({
      name: 'tail',
      backend: 'prismq',
      baseUrl: 'http://localhost:4280',
      id: 'run-1',
      token: undefined,
      transport: undefined,
      follow: true,
      since: undefined,
      tail: undefined,
      level: undefined,
      grep: undefined,
      format: 'pretty',
      stats: false,
    });
  });

  it('parses every option', () => {
    expect(
      parse(
        'tail stratal http://x type:system --token t --transport ws --no-follow --tail 5 --level Warning --grep ^a_b --format ndjson --stats',
      ),
    ).toMatchObject({
      id: 'type:system',
      token: 't',
      transport: 'websocket',
      follow: false,
      tail: 5,
      level: 'warn',
      grep: /^a_b/,
      format: 'ndjson',
      stats: true,
    });
  });

  it('needs no id for all runs of stratal', () => {
    expect(parse('tail stratal http://x')).toMatchObject({ id: undefined });
  });

  it('takes the token from the environment unless the option gives one', () => {
    expect(parse('tail prismq http://x r', { TAILRACE_TOKEN: 'env' })).toMatchObject({ token: 'env' });
    expect(parse('tail prismq http://x r --token own', { TAILRACE_TOKEN: 'env' })).toMatchObject({
      token: 'own',
    });
    expect(parse('tail prismq http://x r', { TAILRACE_TOKEN: '' })).toMatchObject({ token: undefined });
  });

  it('keeps a timestamp as written and turns an age into a timestamp', () => {
    expect(parse('tail prismq http://x r --since 2026-01-31T10:00:00.123456789+02:00')).toMatchObject({
      since: '2026-01-31T10:00:00.123456789+02:00',
    });
    expect(parse('tail prismq http://x r --since 90m')).toMatchObject({ since: '2026-01-31T10:30:00.000Z' });
    expect(parse('tail prismq http://x r --since 99999999999d')).toMatchObject({
      since: '1970-01-01T00:00:00.000Z',
    });
  });

  it.each([
    ['tail', 'Missing backend: tailrace tail <codespace|prismq|stratal|containers> <baseUrl> [id].'],
    [
      'tail prism http://x r',
      'The backend must be one of codespace, prismq, stratal or containers; did you mean prismq?',
    ],
    ['tail prismq', 'Missing base URL: tailrace tail prismq http://127.0.0.1:4280 <id>.'],
    ['tail stratal', 'Missing base URL: tailrace tail stratal http://127.0.0.1:4280 [id].'],
    [
      'tail prismq localhost:4280 r',
      'The base URL must begin with http:// or https://. Did you mean http://localhost:4280?',
    ],
    ['tail prismq ws://h/x r', 'The base URL must begin with http:// or https://. Did you mean http://h/x?'],
    ['tail prismq ftp://h/x r', 'The base URL must begin with http:// or https://.'],
    ['tail prismq http://x', 'Missing run id: prismq needs one after the base URL.'],
    ['tail containers http://x', 'Missing service name: containers needs one after the base URL.'],
    ['tail prismq http://x r s3cret', 'Too many arguments after the run id; options begin with two dashes.'],
    [
      'tail prismq http://u:s3cret@x r',
      'Leave user and password out of the base URL; pass a token with TAILRACE_TOKEN or --token.',
    ],
    [
      'tail prismq http://x?token=s3cret r',
      'Leave out the part of the base URL from "?" or "#" on; pass a token with TAILRACE_TOKEN or --token.',
    ],
    [
      'tail prismq http://x r --since 2026-02-31',
      '--since takes a timestamp such as 2026-01-31T12:00:00Z, or an age such as 10m or 2h.',
    ],
    [
      'tail prismq http://x r --since yesterday',
      '--since takes a timestamp such as 2026-01-31T12:00:00Z, or an age such as 10m or 2h.',
    ],
    [
      'tail prismq http://x r --tail -5',
      '--tail needs a value: write --tail VALUE, or --tail=VALUE if it begins with a dash.',
    ],
    ['tail prismq http://x r --tail=-5', '--tail takes a whole number 0 or more.'],
    [
      'tail prismq http://x r --tail 5 --since 1h',
      '--since and --tail both say where to start; use only one of them.',
    ],
    [
      'tail prismq http://x r --level loud',
      '--level must be one of trace, debug, info, warn, error or fatal.',
    ],
    ['tail prismq http://x r --transport websocket', '--transport must be one of ws, sse or poll.'],
    [
      'tail prismq http://x r --format json',
      '--format must be one of pretty, raw or ndjson; did you mean ndjson?',
    ],
    [
      'tail prismq http://x r --grep (',
      '--grep is not a regular expression: /(/: Unterminated group. Put a backslash before a character that is meant literally.',
    ],
  ])('%s: %s', (line, message) => {
    expect(wrong(line)).toBe(message);
  });

  it('refuses a token that would break out of a header', () => {
    expect(() =>
      parseCommand(['tail', 'prismq', 'http://x', 'r', '--token', 'a\r\nX: y'], { env: {}, now }),
    ).toThrow(UsageError);
  });
});

describe('parseCommand: download', () => {
  it('parses every option', () => {
    expect(parse('download stratal http://x job-1 --output - --date 2026-01-31 --token t')).toEqual({
      name: 'download',
      backend: 'stratal',
      baseUrl: 'http://x',
      id: 'job-1',
      token: 't',
      output: '-',
      date: '2026-01-31',
    });
  });

  it.each([
    ['download stratal http://x', 'Missing job run id: stratal needs one after the base URL.'],
    ['download stratal http://x j --date 2026-02-31', '--date takes an existing day, such as 2026-01-31.'],
  ])('%s: %s', (line, message) => {
    expect(wrong(line)).toBe(message);
  });
});

describe('parseCommand: replay', () => {
  it('fills in the defaults and ignores a token in the environment', () => {
    expect(parse('replay a.ndjson', { TAILRACE_TOKEN: 'env' })).toEqual({
      name: 'replay',
      file: 'a.ndjson',
      target: undefined,
      speed: 'max',
      format: 'pretty',
      stats: false,
    });
  });

  it('parses every option and the address of the log', () => {
    const line = 'replay a.ndjson stratal http://x --speed 2.5 --format raw --stats';
    expect(parse(line, { TAILRACE_TOKEN: 'env' })).toMatchObject({
      target: { backend: 'stratal', baseUrl: 'http://x', id: undefined, token: undefined },
      speed: 2.5,
      format: 'raw',
      stats: true,
    });
    expect(parse('replay a.ndjson --speed MAX')).toMatchObject({ speed: 'max' });
  });

  it.each([
    ['replay', 'Missing recording: tailrace replay FILE.'],
    ['replay a.ndjson prismq', 'Missing base URL: tailrace replay FILE prismq http://127.0.0.1:4280 <id>.'],
    ['replay a.ndjson --speed 0', '--speed takes max, or a number above 0, up to 1000.'],
    ['replay a.ndjson --speed fast', '--speed takes max, or a number above 0, up to 1000.'],
  ])('%s: %s', (line, message) => {
    expect(wrong(line)).toBe(message);
  });
});

describe('parseCommand: doctor', () => {
  it('needs no id, and fills in the defaults', () => {
    expect(parse('doctor codespace http://x', { TAILRACE_TOKEN: 'env' })).toEqual({
      name: 'doctor',
      backend: 'codespace',
      baseUrl: 'http://x',
      id: undefined,
      token: 'env',
      origin: undefined,
      seconds: 10,
      json: false,
    });
  });

  it('parses every option', () => {
    expect(parse('doctor prismq http://x r --origin https://app.example/ --seconds 70 --json')).toMatchObject(
      {
        id: 'r',
        origin: 'https://app.example',
        seconds: 70,
        json: true,
      },
    );
  });

  it.each([
    ['doctor prismq', 'Missing base URL: tailrace doctor prismq http://127.0.0.1:4280 [id].'],
    ['doctor prismq http://x r --seconds 0', '--seconds takes a whole number from 1 to 600.'],
    [
      'doctor prismq http://x r --origin app.example',
      '--origin takes the origin of your page, such as https://app.example.',
    ],
  ])('%s: %s', (line, message) => {
    expect(wrong(line)).toBe(message);
  });
});

describe('parseCommand: help, version and unknown commands', () => {
  it('understands --help and --version in any position', () => {
    expect(parse('--help')).toEqual({ name: 'help', about: undefined });
    expect(parse('help tail')).toEqual({ name: 'help', about: 'tail' });
    expect(parse('tail prismq --help')).toEqual({ name: 'help', about: 'tail' });
    expect(parse('serve -h')).toEqual({ name: 'help', about: 'serve' });
    expect(parse('serve -- prog --help')).toMatchObject({ name: 'serve' });
    expect(parse('--version')).toEqual({ name: 'version' });
    expect(parse('download --version')).toEqual({ name: 'version' });
  });

  it.each([
    ['', 'Missing command: serve, tail, download, replay or doctor.'],
    ['tial', 'The command must be serve, tail, download, replay or doctor; did you mean tail?'],
  ])('"%s": %s', (line, message) => {
    expect(wrong(line)).toBe(message);
  });
});
