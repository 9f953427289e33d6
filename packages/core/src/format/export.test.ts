import { describe, expect, it } from 'vitest';
import type { LogItem } from '../entry.js';
import { exportItems, toCsv, toText } from './export.js';
import { toNdjson } from './ndjson.js';

const items: LogItem[] = [
  {
    kind: 'log',
    seq: 0,
    id: 'a',
    timestamp: '2026-01-01T00:00:00.123456Z',
    time: Date.UTC(2026, 0, 1),
    level: 'warn',
    message: '\u001b[33mcareful\u001b[0m, "you"',
    labels: { service: 'api' },
    metadata: { a: 1 },
    raw: { secret: 'raw' },
  },
  { kind: 'gap', seq: 1, reason: 'outage', missing: 3 },
  { kind: 'log', seq: 4, level: 'info', message: '=HYPERLINK("http://x")', labels: {}, raw: '' },
];

describe('export', () => {
  it('exports text, including gaps', () => {
    expect(toText(items)).toBe(
      '2026-01-01T00:00:00.123456Z WARN  careful, "you"\n--- 3 lines are missing here (outage) ---\nINFO  =HYPERLINK("http://x")\n',
    );
    expect(toText(items.slice(0, 1), { timestamps: false, ansi: true })).toBe(
      '\u001b[33mcareful\u001b[0m, "you"\n',
    );
  });

  it('exports one JSON object per line, without raw', () => {
    const parsed = toNdjson(items)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(parsed[0]).toMatchObject({
      kind: 'log',
      seq: 0,
      id: 'a',
      level: 'warn',
      labels: { service: 'api' },
      metadata: { a: 1 },
    });
    expect(parsed[0]).not.toHaveProperty('raw');
    expect(parsed[1]).toEqual({ kind: 'gap', seq: 1, reason: 'outage', missing: 3 });
  });

  it('exports CSV without formulas', () => {
    const [head, first, gap, formula] = toCsv(items).split('\r\n');
    expect(head).toBe('kind,seq,id,timestamp,level,message,labels,progress,metadata');
    expect(first).toContain('"careful, ""you"""');
    expect(gap).toMatch(/^gap,1,/);
    expect(formula).toContain(`"'=HYPERLINK(""http://x"")"`);
  });

  it('exports in pieces', () => {
    const many = Array.from({ length: 2_500 }, (_, seq): LogItem => ({
      kind: 'log',
      seq,
      level: 'info',
      message: 'x',
      labels: {},
      raw: 0,
    }));
    expect([...exportItems(many, 'text')]).toHaveLength(3);
  });
});
