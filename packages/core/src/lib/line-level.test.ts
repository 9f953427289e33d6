import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LOG_LEVELS } from '../entry.js';
import { createLevelReader } from './level-reader.js';
import { findLineLevel, lineLevel } from './line-level.js';

const red = (text: string): string => `\x1b[1;31m${text}\x1b[0m`;

describe('the level of a line', () => {
  it.each([
    // the plain forms
    ['ERROR: cannot connect', 'error'],
    ['Error: boom', 'error'],
    ['WARNING: low memory', 'warn'],
    ['CRITICAL: meltdown', 'fatal'],
    ['DEBUG connecting', 'debug'],
    ['[warn] deprecated', 'warn'],
    ['[ERROR/MainProcess] died', 'error'],
    ['(error) bad', 'error'],
    ['<Warning> bad', 'warn'],
    ['error - build failed', 'error'],
    ['   FATAL   out of memory', 'fatal'],
    ['INFO:root:started', 'info'],
    ['trace| entered', 'trace'],
    // after a timestamp
    ['2026-01-15T10:30:45.123Z ERROR boom', 'error'],
    ['2026-01-15T10:30:45.123Z\tWARN\tmain.go:5\tslow', 'warn'],
    ['2026-01-15 10:30:45,123 - root - ERROR - boom', 'error'],
    ['2026-01-15 10:30:45.123  WARN 12345 --- [main] c.e.App : slow', 'warn'],
    ['10:30:45.123 [main] DEBUG com.example - x', 'debug'],
    ['[10:30:45] [Server thread/WARN]: lag', 'warn'],
    ['[10:30:45.123] ERROR (123): pino pretty', 'error'],
    ['10:30AM ERR zerolog', 'error'],
    ['2026/01/15 10:30:45 [error] 123#0: nginx', 'error'],
    ['[Mon Jan 15 10:30:45.123 2026] [core:error] [pid 1] apache', 'error'],
    ['2026-01-15 10:30:45.123 UTC [42] ERROR:  relation does not exist', 'error'],
    ['2026-01-15T10:30:45.123456Z 0 [Warning] [MY-010068] mysql', 'warn'],
    ['1:M 15 Jan 2026 10:30:45.123 # WARNING overcommit', 'warn'],
    ['Jan 15 10:30:45 host app[123]: ERROR syslog', 'error'],
    ['2026-01-15 10:30:45 error starting', 'error'],
    // tools
    ['E0115 10:30:45.123456       1 main.go:12] klog', 'error'],
    ['W0115 10:30:45.123456       1 main.go:12] klog', 'warn'],
    ['npm ERR! code ELIFECYCLE', 'error'],
    ['npm warn deprecated x', 'warn'],
    ['error[E0382]: borrow of moved value', 'error'],
    ['main.c:5:3: error: expected expression', 'error'],
    ['main.c:5:3: warning: unused variable', 'warn'],
    ['panic: runtime error', 'fatal'],
    // key = value
    ['level=error msg="boom"', 'error'],
    ['time="2026-01-15T10:30:45Z" level=warning msg="slow"', 'warn'],
    ['ts=2026-01-15T10:30:45Z caller=x.go:1 lvl=dbug severity=CRITICAL', 'fatal'],
    ['level="error" msg=x', 'error'],
    // JSON
    ['{"level":"error","msg":"boom"}', 'error'],
    ['{"level":50,"msg":"pino"}', 'error'],
    ['  {"severity":"WARNING","message":"gcp"}', 'warn'],
    ['{"log.level":"fatal"}', 'fatal'],
    ['{"log":{"level":"warn"}}', 'warn'],
    ['{"@level":"trace"}', 'trace'],
    ['{"level":{"x":1},"severity":"error"}', 'error'],
    [`{"level":"error","msg":"cut off`, 'error'],
    [`{"time":1,"level": 40,"msg":"cut off`, 'warn'],
    [`{"level":"error","msg":"${'x'.repeat(40_000)}"}`, 'error'],
    // coloured
    [`${red('ERROR')}: boom`, 'error'],
    [`\x1b[33mwarn\x1b[39m - slow`, 'warn'],
    [`\x1b[2m2026-01-15T10:30:45Z\x1b[0m \x1b[31mERROR\x1b[0m boom`, 'error'],
    ['\x1b[31mERRO\x1b[0m[0000] logrus', 'error'],
    ['❌ ERROR broken', 'error'],
  ])('%j is %s', (line, level) => {
    expect(findLineLevel(line)).toBe(level);
  });

  it.each([
    '',
    'plain text',
    'the server said ERROR once',
    'an error occurred',
    'error handling is hard',
    'errors: 0',
    '0 failed, 3 passed',
    '1 warning generated.',
    '3 error lines',
    'GET /error HTTP/1.1',
    '127.0.0.1 - - [15/Jan/2026:10:30:45 +0000] "GET /error HTTP/1.1" 500 12',
    'information desk',
    'error-prone code',
    'alert("hi")',
    '{"message":"no level"}',
    '{"level":"loud"}',
    '{"msg":"\\"level\\":\\"error\\""',
    '{',
    '[]',
    `${'x '.repeat(200)}ERROR: too far back`,
    '\x1b[31m',
    '\x1b[',
    '\x1b',
  ])('%j says none', (line) => {
    expect(findLineLevel(line)).toBeUndefined();
    expect(lineLevel(line)).toBe('info');
  });

  it('uses configured words', () => {
    expect(findLineLevel('[thinking] hm', createLevelReader({ thinking: 'debug' }))).toBe('debug');
  });

  it('returns a level or undefined for any text', () => {
    const pieces = fc.array(
      fc.constantFrom(
        '\x1b[',
        '\x1b[31m',
        'ERROR',
        'error',
        ':',
        '[',
        ']',
        '=',
        '"',
        '{',
        'level',
        '2026',
        ' ',
        '-',
        '\n',
        'é',
      ),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          pieces.map((parts) => parts.join('')),
        ),
        (line) => {
          expect([...LOG_LEVELS, undefined]).toContain(findLineLevel(line));
        },
      ),
    );
  });
});
