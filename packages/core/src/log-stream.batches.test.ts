/** Payloads that hold several lines: the limit is for each line, and not for all of them together. */
import { describe, expect, it } from 'vitest';
import { defineBackend } from './backends/custom.js';
import type { BackendDefinition } from './backends/definition.js';
import { createLogStream } from './log-stream.js';
import { TAIL } from './testing/server-kinds.js';
import { createVirtualClock } from './testing/virtual-clock.js';
import { unaccounted } from './testing/unaccounted.js';

const BIG = 'x'.repeat(1_200);
const json = (text: string): string => JSON.stringify({ text });

const linesOf: NonNullable<BackendDefinition<{ text: string }>['decode']> = ({ data }) => {
  const raw = JSON.parse(data) as { text: string };
  const lines = raw.text.split('\n');
  return lines.map((message) => ({ type: 'line', line: { level: 'info', message, labels: {}, raw } }));
};

/** Plays a server that sends these events, one after the other, and then is silent. `tail`: it replays its newest lines, without ids. `split`: the lines of a text all have the whole of it as `raw`. */
async function play(events: readonly string[], { tail = false, split = false } = {}) {
  const clock = createVirtualClock();
  const live = new Set<ReadableStreamDefaultController<Uint8Array>>();
  const encode = (data: string): Uint8Array =>
    new TextEncoder().encode(`${data.replace(/^/gm, 'data: ')}\n\n`);
  const backend = defineBackend<{ text: string }>({
    name: 'batches',
    transports: ['sse'],
    ...(tail ? TAIL : {}),
    line: ({ text }) => ({ message: text }),
    ...(split ? { decode: linesOf } : {}),
    live: () => ({ path: ['live'], replayLines: tail ? 100 : undefined }),
  });
  const stream = createLogStream(backend({ baseUrl: 'http://batches.test' }).log(), {
    clock,
    random: () => 0.5,
    maxMessageBytes: 1_000,
    fetch: () =>
      Promise.resolve(
        new Response(
          new ReadableStream<Uint8Array>({
            start(controller) {
              live.add(controller);
              for (const event of events) controller.enqueue(encode(event));
            },
          }),
          { headers: { 'content-type': 'text/event-stream' } },
        ),
      ),
  });
  const told: string[] = [];
  stream.on('error', ({ kind, message }) => void (kind === 'oversize' && told.push(message)));
  stream.connect();
  await clock.run(3_000);
  const shown = () => {
    const { view } = stream.getSnapshot();
    return view
      .slice(0, view.length)
      .map((item) => (item.kind === 'gap' ? `gap ${item.reason} ${item.missing ?? '?'}` : item.message));
  };
  return {
    stream,
    shown,
    told,
    async cut() {
      for (const controller of live) controller.error(new TypeError('terminated'));
      live.clear();
      await clock.run(10_000);
    },
  };
}

describe('a payload of several lines that exceeds maxMessageBytes', () => {
  const small = Array.from({ length: 100 }, (_, at) => `line ${at}`);

  it.each([
    ['a list', `[${small.map(json).join(',')}]`],
    ['one line each', small.map(json).join('\n')],
  ])('is shown, since none of its lines does: %s', async (_, event) => {
    const { stream, shown, told } = await play([event]);
    expect(shown()).toEqual(small);
    expect(told).toEqual([]);
    stream.dispose();
  });

  it('leaves out only the line that does, at its place', async () => {
    const { stream, shown, told } = await play([['0', '1', BIG, '2'].map(json).join('\n'), json('3')]);
    expect(shown()).toEqual(['0', '1', 'gap oversize 1', '2', '3']);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(`${json(BIG).length} bytes`);
    const { ledger } = stream.getSnapshot();
    expect(ledger).toMatchObject({ received: 5, stored: 4, dropped: 1 });
    expect(unaccounted(ledger)).toBe(0);
    stream.dispose();
  });

  it('may be one text of a container, whose lines share what the server sent', async () => {
    const text = [...small, BIG].join('\n');
    const { stream, shown } = await play([JSON.stringify({ text })], { split: true });
    expect(shown()).toEqual([...small, 'gap oversize 1']);
    stream.dispose();
  });

  it('that is too large to be read stands as a gap of nobody knows how many lines', async () => {
    const { stream, shown } = await play([
      json('0'),
      ['1', BIG, BIG, BIG, BIG].map(json).join('\n'),
      json('2'),
    ]);
    expect(shown()).toEqual(['0', 'gap oversize ?', '2']);
    expect(unaccounted(stream.getSnapshot().ledger)).toBe(0);
    stream.dispose();
  });

  it('is recognised in a replay', async () => {
    const { stream, shown, cut } = await play([['0', '1', BIG, '2'].map(json).join('\n'), json('3')], {
      tail: true,
    });
    await cut();
    expect(shown()).toEqual(['0', '1', 'gap oversize 1', '2', '3']);
    stream.dispose();
  });

  it('has its size told if it is a single line', async () => {
    const { stream, shown, told } = await play([json('0'), json(BIG), json('1')]);
    expect(shown()).toEqual(['0', 'gap oversize 1', '1']);
    expect(told[0]).toContain(`${json(BIG).length} bytes`);
    stream.dispose();
  });
});
