import { describe, expect, it } from 'vitest';
import { lineLevel } from './line-level.js';

describe('lineLevel', () => {
  it.each([
    ['ERROR: disk full', 'error'],
    ['INFO: Starting process', 'info'],
    ['DEBUG: Connection details', 'debug'],
    ['WARNING: Low memory', 'warn'],
    ['CRITICAL: no quorum', 'fatal'],
    ['[warn] deprecated', 'warn'],
    ['[ERROR] boom', 'error'],
    ['<info> hello', 'info'],
    ['(debug) x', 'debug'],
    ['error: unknown flag', 'error'],
    ['Warning - old', 'warn'],
    ['FATAL out of memory', 'fatal'],
    ['TRACE', 'trace'],
    ['npm warn deprecated left-pad', 'warn'],
    ['npm ERR! missing script', 'error'],
    ['2026-01-15T10:30:45.123Z ERROR late', 'error'],
    ['[10:30:45] [warn] slow', 'warn'],
    ['2026-01-15 10:30:45,123 WARNING slow', 'warn'],
    ['   ERROR: indented', 'error'],
    ['\u001b[31mERROR:\u001b[0m in red', 'error'],
    ['\u001b[43;30m WARN \u001b[0m on yellow', 'warn'],
    ['{"level":"error","msg":"x"}', 'error'],
    ['{"ts":"2026-01-15T10:30:45Z","level":"WARN","msg":"error: x"}', 'warn'],
    ['{"level":50,"time":1768473045123,"msg":"pino"}', 'error'],
    ['{"level":30,"msg":"ERROR"}', 'info'],
    ['  {"severity":"CRITICAL","message":"x"}', 'fatal'],
    ['{"lvl":"loud","levelname":"DEBUG"}', 'debug'],
  ] as const)('of %j is %s on both stdout and stderr', (line, level) => {
    expect(lineLevel(line, 'stdout')).toBe(level);
    expect(lineLevel(line, 'stderr')).toBe(level);
  });

  it.each([
    'error handling works',
    'Information about the run',
    'no errors: 0',
    'errors: 3',
    'debugging the build',
    'a line',
    '',
    '"ERROR" is a word',
    '{"msg":"error"}',
    '{"level":"loud","msg":"x"}',
    '{"level":7,"msg":"x"}',
    '{"level":"constructor","msg":"x"}',
    '{"level":"error","msg":',
    '{ERROR: x}',
    '{"level":{"level":"error"}}',
  ])('of %j depends on the stream', (line) => {
    expect(lineLevel(line, 'stdout')).toBe('info');
    expect(lineLevel(line, 'stderr')).toBe('error');
  });
});
