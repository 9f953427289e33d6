import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readResumeToken, TOKEN_LINES, writeResumeToken, type ResumePoint } from './resume-token.js';

const point: ResumePoint = {
  delivered: 3,
  nextSeq: 7,
  lines: [
    { key: 'k', timestamp: '2026-01-01T00:00:00.123456789Z', time: 1_767_225_600_123, id: 'a' },
    { key: '#1.2.3' },
  ],
};

describe('a resume token', () => {
  it('says what was written', () => {
    for (const said of [
      point,
      { ...point, whole: true, seam: {} },
      { ...point, seam: { since: '2026-01-01T00:00:00Z', sinceTime: 1_767_225_600_000 } },
      {
        ...point,
        gaps: [
          { gap: { kind: 'gap', seq: 3, reason: 'evicted' }, after: 0 },
          { gap: { kind: 'gap', seq: 4, reason: 'outage', from: 'a', to: 'b' }, after: 2, edge: [] },
          { gap: { kind: 'gap', seq: 5, reason: 'outage' }, after: 2, edge: point.lines },
        ],
      } as const,
    ])
      expect(readResumeToken('log', writeResumeToken('log', said))).toEqual(said);
  });

  it('that an older version wrote is read', () => {
    const old =
      '{"v":1,"s":"SUM","d":3,"n":7,"l":[["b",5,"1","1"]],"w":1,"q":["a",4],"b":1,"g":[[4,"outage",0,"b"]]}';
    const sum = (JSON.parse(writeResumeToken('log', point)) as { s: string }).s;
    expect(readResumeToken('log', old.replace('SUM', sum))).toEqual({
      delivered: 3,
      nextSeq: 7,
      lines: [{ key: '1', id: '1', timestamp: 'b', time: 5 }],
      whole: true,
      seam: { since: 'a', sinceTime: 4 },
      gaps: [{ gap: { kind: 'gap', seq: 4, reason: 'outage', to: 'b' }, after: 0 }],
    });
  });

  it('stays small', () => {
    const lines = Array.from({ length: 10_000 }, () => ({
      key: '#1abcdef.1abcdef.4',
      time: 1_767_225_600_123,
    }));
    const token = writeResumeToken('log', { ...point, lines, delivered: 10_000 });
    expect(readResumeToken('log', token).lines).toHaveLength(TOKEN_LINES);
    expect(token.length).toBeLessThan(16_000);
  });

  it('is refused for another log, and when it is damaged, with what to do', () => {
    const token = writeResumeToken('log', point);
    expect(() => readResumeToken('other', token)).toThrow(/another log.*start anew/);
    expect(() => readResumeToken('log', token.replace('"v":1', '"v":2'))).toThrow(/version/);
    for (const bad of [
      '',
      'null',
      '[]',
      '{}',
      token.slice(0, -3),
      token.replace('"d":3', '"d":-1'),
      token.replace('"k"', '5'),
      token.replace('"d":3', '"d":3,"q":5'),
      token.replace('"d":3', '"d":3,"g":[[1,2,0,0]]'),
      token.replace('"d":3', '"d":3,"a":[-1]'),
    ])
      expect(() => readResumeToken('log', bad)).toThrow(/not usable/);
  });

  it('never breaks on anything else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(() => readResumeToken('log', text)).toThrow(/not usable/);
      }),
    );
  });
});
