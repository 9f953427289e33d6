/** How every registered backend handles payloads that no server should send: nothing throws, everything is reported. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LogStreamError } from '../errors.js';
import type { BackendFixture } from './fixtures/fixture.js';
import { backends, openSource, type BackendName } from './registry.js';
import type { Cursor, Frame, LogSource, Page, PageRequest, Signal } from './source.js';
import { checkSignals } from './testing/check-signals.js';
import { decodeBoth } from './testing/decode-both.js';
import { drain } from './testing/drain.js';
import { requestsOf } from './testing/requests-of.js';

const CURSOR: Cursor = {
  since: '2026-01-15T10:30:00.123456Z',
  sinceTime: Date.UTC(2026, 0, 15, 10, 30, 0, 123),
  delivered: 10,
};

/** As a server would serialise it; a value that JSON cannot express becomes text. */
function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'undefined';
  } catch {
    return 'neither JSON nor anything else';
  }
}

for (const name of Object.keys(backends) as BackendName[]) {
  const { fixture } = (await import(`./fixtures/${name}.ts`)) as { fixture: BackendFixture };
  const open = (): LogSource => openSource(name, { baseUrl: 'https://logs.example/base' }, fixture.id);
  const source = open();
  const decode = (frame: Frame): readonly Signal[] => decodeBoth(source, frame, fixture.transport);
  const pageOf = (rows: readonly unknown[]): readonly Page[] =>
    drain(source.start?.({ lines: 10_000 }) as PageRequest, () => fixture.list(rows)).pages;

  describe(`hostile payloads for ${name}`, () => {
    const events = fc.option(
      fc.constantFrom('log', 'message', 'error', 'complete', 'heartbeat', '__proto__'),
      { nil: undefined },
    );
    const frameOf = (event: string | undefined, data: string): Frame => ({
      data,
      ...(event === undefined ? {} : { event }),
    });
    const strange = fc.oneof(
      fc.jsonValue(),
      fc.constantFrom<unknown>(
        1e308,
        -0,
        '',
        '\u0000',
        '\ud800',
        '9999-99-99T99:99:99Z',
        '{}',
        'e30=',
        [[[]]],
        { __proto__: null },
      ),
    );

    it('never throw, whatever the text', () => {
      fc.assert(
        fc.property(events, fc.oneof(fc.string(), fc.json()), (event, data) =>
          checkSignals(decode(frameOf(event, data))),
        ),
      );
    });

    it('never throw, whatever a field contains', () => {
      const samples = fixture.logs.flatMap(({ live, row }): unknown[] => {
        try {
          return [JSON.parse(live.data), row];
        } catch {
          return [row];
        }
      });
      const objects = samples.filter((sample) => typeof sample === 'object' && sample !== null);
      if (objects.length === 0) return;
      fc.assert(
        fc.property(
          fc.constantFrom(...objects),
          fc.dictionary(fc.nat(20).map(String), strange),
          (object, changes) => {
            const names = Object.keys(object);
            const changed: Record<string, unknown> = { ...object };
            for (const [at, value] of Object.entries(changes))
              changed[names[Number(at) % names.length] as string] = value;
            checkSignals(decode(fixture.frame(changed)));
            for (const page of pageOf([changed]))
              expect(page.lines.length + page.malformed.length).toBeLessThanOrEqual(1);
          },
        ),
      );
    });

    it.each([
      '{"__proto__":{"polluted":true},"message":"m","timestamp":"t","type":"log","content":"c"}',
      '{"constructor":{"prototype":{"polluted":true}},"message":"m","metadata":{"__proto__":{"polluted":true}}}',
    ])('leave every prototype as it was: %s', (data) => {
      checkSignals(decode({ ...fixture.frame({}), data }));
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    });

    it('never throw on what no parser accepts', () => {
      for (const data of [
        'NaN',
        '{"message":NaN}',
        '['.repeat(50_000),
        `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
        '\ufeff{}',
        '\n\n',
        '{}\n{}',
      ])
        checkSignals(decode({ ...fixture.frame({}), data }));
    });

    it('reject with a typed error in place of a page', () => {
      fc.assert(
        fc.property(fc.oneof(fc.jsonValue(), fc.constant('<html></html>')), (body) => {
          for (const request of requestsOf(source, CURSOR)) {
            try {
              request.decode(body);
            } catch (thrown) {
              expect(thrown).toBeInstanceOf(LogStreamError);
            }
          }
        }),
      );
      for (const body of [null, [], 'text', 7, {}])
        expect(() => source.catchUp?.(CURSOR).decode(body)).toThrow(
          expect.objectContaining({ kind: 'protocol' }),
        );
    });

    it('may be null in place of an empty list, as a Go server writes it', () => {
      const empty = JSON.stringify(fixture.list([])).replaceAll('[]', 'null');
      for (const request of [source.start?.({ lines: 10 }), source.catchUp?.({ delivered: 0 })])
        expect(
          drain(request as PageRequest, () => JSON.parse(empty) as unknown).pages.flatMap(
            ({ lines }) => lines,
          ),
        ).toEqual([]);
    });

    it('are reported, each of them, and do not affect the next valid line', () => {
      fc.assert(
        fc.property(fc.array(fc.tuple(events, fc.anything()), { minLength: 1 }), (payloads) => {
          const own = open();
          for (const [event, value] of payloads) {
            const signals = own.decode(frameOf(event, jsonOf(value)), fixture.transport);
            checkSignals(signals);
            if (!Array.isArray(value) || value.length > 0) expect(signals.length).toBeGreaterThan(0);
          }
          for (const { live, line } of fixture.logs)
            expect(own.decode(live, fixture.transport)).toMatchObject([{ type: 'line', line }]);
        }),
      );
    });

    it('are reported among valid rows, which are all decoded', () => {
      const good = fixture.logs.map(({ row }) => row);
      const rows = fc.array(fc.oneof(fc.anything(), fc.constantFrom(...good)), {
        minLength: 2,
        maxLength: 50,
      });
      fc.assert(
        fc.property(rows, (all) => {
          const pages = pageOf(all);
          const lines = pages.flatMap((page) => page.lines);
          const bad = pages.flatMap((page) => page.malformed);
          expect(lines.length + bad.length).toBe(all.length);
          const read = lines.map(({ raw }) => raw).filter((raw) => good.includes(raw));
          expect(read).toEqual(all.filter((row) => good.includes(row)));
          checkSignals([
            ...lines.map((line) => ({ type: 'line' as const, line })),
            ...bad.map((row) => ({ type: 'malformed' as const, ...row })),
          ]);
        }),
      );
    });
  });
}
