import { describe, expect, it } from 'vitest';
import type { Page, PageRequest } from '../backends/source.js';
import { LogBuffer } from '../buffer/log-buffer.js';
import { createIntake } from '../continuity/intake.js';
import { Reconciler } from '../continuity/reconciler.js';
import type { DecodedLine } from '../entry.js';
import { createPageReader } from '../history/read-pages.js';
import { resolveOptions } from '../options.js';
import { textsOf } from '../testing/simulated-stream.js';
import { createBeginning } from './beginning.js';
import { createChainReader } from './chain-reader.js';

const line = (id: string): DecodedLine => ({ level: 'info', message: id, labels: {}, raw: undefined, id });
const page = (ids: string, rest: Partial<Page> = {}): Page => ({
  lines: [...ids].map(line),
  malformed: [],
  ...rest,
});

/** A reader of a server that gives these pages. */
function create(...pages: readonly Page[]) {
  const buffer = new LogBuffer({ lines: 100, bytes: 1e6 });
  const identify = ({ message }: DecodedLine): string => message;
  const reconciler = new Reconciler({ identity: 'id', identify, overlapWindow: 5_000 });
  const bounds = { lines: 100, bytes: 1e6, messageBytes: 1e6 };
  const nobody = {
    entries: () => undefined,
    gap: () => undefined,
    filled: () => undefined,
    unheld: () => undefined,
    oversize: () => undefined,
  };
  const intake = createIntake(buffer, reconciler, bounds, nobody);
  const beginning = createBeginning({
    options: { history: 100, bufferLines: 100 },
    intake,
    older: () => undefined,
  });
  const errors: string[] = [];
  const options = resolveOptions({ fetch: () => Promise.resolve(Response.json({})) });
  const reading = createPageReader<unknown>({} as never, options);
  const chains = createChainReader(
    { intake, pages: reading, error: ({ kind }) => errors.push(kind) },
    beginning,
  );
  const requestOf = (one: Page, ...rest: readonly Page[]): PageRequest => ({
    url: 'http://logs.test',
    token: 'none',
    expect: 'json',
    decode: () => ({ ...one, next: rest[0] && requestOf(rest[0], ...rest.slice(1)) }),
  });
  const request = requestOf(pages[0] as Page, ...pages.slice(1));
  const read: (onPage?: () => boolean) => ReturnType<typeof chains.read> = (onPage) =>
    chains.read(request, new AbortController().signal, onPage ? { onPage } : {});
  return { read, beginning, errors, intake, shown: () => textsOf([...buffer.view()]) };
}

describe('a chain of pages', () => {
  it('is stored, and says how much came and whether the server holds more', async () => {
    const whole = create(page('ab'), page('c', { total: 3 }));
    expect(await whole.read()).toMatchObject({ received: 3, more: false });
    expect(whole.shown()).toEqual(['a', 'b', 'c']);
    expect(await create(page('ab', { total: 3 })).read()).toMatchObject({ received: 2, more: true });
    expect(await create(page('ab', { truncated: true }), page('c')).read()).toMatchObject({
      received: 3,
      more: true,
    });
  });

  it('ends where it is enough', async () => {
    const { read, shown } = create(page('a'), page('b'));
    await read(() => false);
    expect(shown()).toEqual(['a']);
  });

  it('tells of rows that cannot be read, and counts them', async () => {
    const { read, errors, intake } = create(page('a', { malformed: [{ reason: 'no', data: '{' }] }));
    await read();
    expect(errors).toEqual(['malformed']);
    expect(intake.ledger).toMatchObject({ received: 2, stored: 1, malformed: 1 });
  });

  it('begins with a gap where the log was empty when it was read before, and now begins with other lines', async () => {
    const { read, beginning, shown } = create(page('cd', { truncated: true }));
    beginning.establish();
    await read();
    expect(shown()).toEqual(['gap evicted', 'c', 'd']);
  });
});
