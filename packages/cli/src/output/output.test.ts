import type { LogEntry, LogGap } from '@tailrace/core';
import { describe, expect, it } from 'vitest';
import { ndjson } from './ndjson.js';
import { createPretty } from './pretty.js';
import { raw } from './raw.js';
import { visible, visibleWithColours } from './visible.js';

const entry = (message: string, more: Partial<LogEntry> = {}): LogEntry => ({
  kind: 'log',
  seq: 7,
  timestamp: '2026-01-31T12:00:00.123456Z',
  time: Date.parse('2026-01-31T12:00:00.123Z'),
  level: 'warn',
  message,
  labels: {},
  raw: { secret: 'shape' },
  ...more,
});
const gap: LogGap = {
  kind: 'gap',
  seq: 8,
  reason: 'evicted',
  missing: 3,
  from: '2026-01-31T12:00:00Z',
  to: '2026-01-31T12:00:09Z',
};

describe('visible', () => {
  it('makes control characters visible', () => {
    expect(visible('a\u001b]0;title\u0007b\r\u0008\u009b2J\u202etab\tend')).toBe(
      'a␛]0;title␇b␍␈<009B>2J<202E>tab\tend',
    );
  });

  it('makes characters visible that reorder or hide text', () => {
    expect(visible('a\u061cb\u2060c\u2067d')).toBe('a<061C>b<2060>c<2067>d');
    expect(visible('\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645')).not.toContain('<'); // a Persian word
  });

  it('keeps colours on request and resets them at the end', () => {
    expect(visibleWithColours('\u001b[31mred\u001b[2Jnot')).toBe('\u001b[31mred␛[2Jnot\u001b[0m');
    expect(visibleWithColours('plain')).toBe('plain');
    expect(visibleWithColours('\u001b[?25mx')).toBe('␛[?25mx');
  });
});

describe('pretty', () => {
  const plain = createPretty({ interactive: false, colours: false });
  const coloured = createPretty({ interactive: true, colours: true });

  it('prints the time as sent, level, place, progress and message', () => {
    expect(plain.line(entry('disk is filling', { labels: { step_name: 'build' }, progress: 41.6 }))).toBe(
      '2026-01-31T12:00:00.123456Z WARN  [build] 42% disk is filling',
    );
    expect(plain.line(entry('x', { level: 'error', labels: { task_name: 'pack' } }))).toBe(
      '2026-01-31T12:00:00.123456Z ERROR [pack] x',
    );
  });

  it('names the run if the log mixes several', () => {
    const many = createPretty({ interactive: false, colours: false, manyRuns: true });
    const labels = { job_run_id: 'job-1', task_name: 'pack', type: 'task' };
    expect(many.line(entry('x', { labels }))).toBe('2026-01-31T12:00:00.123456Z WARN  [job-1/pack] x');
    expect(many.line(entry('x', { labels: { type: 'system' } }))).toBe(
      '2026-01-31T12:00:00.123456Z WARN  [system] x',
    );
  });

  it('drops colours for files and pipes', () => {
    expect(plain.line(entry('\u001b[31mred\u001b[0m'))).toBe('2026-01-31T12:00:00.123456Z WARN  red');
  });

  it('keeps colours on a terminal, but no other control sequence', () => {
    const line = coloured.line(entry('\u001b[31mred\u001b[0m \u001b]52;c;aGk=\u0007'));
    expect(line).toContain('\u001b[33mWARN \u001b[0m');
    expect(line).toContain('\u001b[31mred\u001b[0m ␛]52;c;aGk=␇');
  });

  it('shows the last state of a progress bar, and every row of a message', () => {
    expect(plain.line(entry('10%\r50%\r100%\r\nthen\n'))).toBe(
      '2026-01-31T12:00:00.123456Z WARN  100%\n  then',
    );
  });

  it.each([
    ['a progress bar that ends with a reset', '50%\r\u001b[32m100%\r\u001b[0m', '100%'],
    ['doubled carriage returns', 'first\r\r\nsecond\r\r\n', 'first\n  second'],
    ['an empty row', 'a\r\n\r\nb', 'a\n  \n  b'],
  ])('shows what a terminal would: %s', (_what, message, shown) => {
    expect(plain.line(entry(message))).toBe(`2026-01-31T12:00:00.123456Z WARN  ${shown}`);
  });

  it('prints a gap', () => {
    expect(plain.line(gap)).toBe(
      '--- 3 lines are missing here between 2026-01-31T12:00:00Z and 2026-01-31T12:00:09Z (evicted) ---',
    );
  });

  it('prints a dash for a line without a timestamp', () => {
    const { timestamp: _timestamp, time: _time, ...rest } = entry('x');
    expect(plain.line(rest)).toBe('- WARN  x');
    expect(coloured.line(rest)).toContain('-');
  });
});

describe('raw', () => {
  it('prints messages as sent, and gaps as notices', () => {
    expect(raw.line(entry('\u001b[31mred\r'))).toBe('\u001b[31mred\r');
    expect(raw.line(gap)).toBeUndefined();
    expect(raw.notice(gap)).toMatch(/^3 lines are missing here .*\(evicted\)\.$/);
  });
});

describe('ndjson', () => {
  it('prints items in full, except for raw', () => {
    expect(JSON.parse(ndjson.line(entry('a\nb', { id: '1', progress: 3 })) ?? '')).toEqual({
      kind: 'log',
      seq: 7,
      id: '1',
      timestamp: '2026-01-31T12:00:00.123456Z',
      time: Date.parse('2026-01-31T12:00:00.123Z'),
      level: 'warn',
      message: 'a\nb',
      labels: {},
      progress: 3,
    });
    expect(JSON.parse(ndjson.line(gap) ?? '')).toEqual(gap);
  });

  it('keeps an item on one line', () => {
    expect(ndjson.line(entry('a\nb\u2028c'))).not.toContain('\n');
  });
});
