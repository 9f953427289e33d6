/** Streams that do not get through: their route does not exist, or something on the way holds back what they send. */
import { describe, expect, it } from 'vitest';
import { behind, inBlocks, saying, untilAborted, type Live } from './testing/behind.js';

describe.each([404, 405])('a stream whose route the server or a proxy does not know (%i)', (status) => {
  it('is polled', async () => {
    const { clock, stream, shown, errors, write } = behind(() => new Response('', { status }));
    stream.connect();
    await clock.run(1_000);
    expect(stream.getSnapshot().status).toBe('polling');
    const lines = await write(3, 5_000);
    expect(shown()).toEqual(lines);
    // From time to time it is asked for again, in case it is there now.
    await clock.run(700_000);
    expect(stream.getSnapshot().status).toBe('polling');
    expect(errors).toEqual([]);
    stream.dispose();
  });
});

it('a log that is polled from now on does not show again what was missed in a gap that has left the buffer', async () => {
  let isBlocked = false;
  const live: Live = (response) => (isBlocked ? new Response('', { status: 404 }) : response);
  const { clock, server, stream, shown, write } = behind(live, { bufferLines: 3 }, { replay: false });
  stream.connect();
  await write(1, 100);
  server.slowRows(1_000, true);
  server.cut();
  await clock.run(1_000);
  await write(8, 1);
  await clock.run(2_000);
  expect(shown()).toEqual(['6', '7', '8']);
  isBlocked = true;
  server.cut();
  await clock.run(5_000);
  expect(stream.getSnapshot().status).toBe('polling');
  expect(shown()).toEqual(['6', '7', '8']);
  stream.dispose();
});

describe('a stream that a proxy holds back', () => {
  it('with its headers is polled after the connect timeout', async () => {
    const { clock, stream, shown, write } = behind((_response, signal) => untilAborted(signal));
    await write(1, 1);
    stream.connect();
    await clock.run(12_000);
    expect(stream.getSnapshot().status).toBe('polling');
    expect(shown()).toEqual(['0']);
    stream.dispose();
  });

  it('is polled as soon as REST proves it', async () => {
    const { clock, stream, shown, errors, write } = behind(inBlocks(Infinity));
    stream.connect();
    await clock.run(1_000);
    expect(stream.getSnapshot().status).toBe('live');
    const first = await write(12, 1_000);
    await clock.run(1_000);
    expect(stream.getSnapshot().status).toBe('polling');
    expect(shown()).toEqual(first);
    expect(errors).toEqual(['stalled']);
    const all = await write(60, 10_000);
    // Now and then it is opened again, in case nothing holds it back any more.
    await clock.run(60_000);
    expect(stream.getSnapshot().ledger.gaps).toBe(0);
    expect(shown()).toEqual(all);
    stream.dispose();
  });

  it('is polled if its lines come so rarely that each stream stalls before one', async () => {
    const { clock, stream, shown, write } = behind(inBlocks(Infinity));
    stream.connect();
    await clock.run(10_000);
    await write(4, 40_000);
    expect(stream.getSnapshot().status).toBe('polling');
    expect(shown()).toEqual(['0', '1', '2', '3']);
    stream.dispose();
  });

  it.each([7, 20, 60])('after a greeting is polled if a line comes every %i seconds', async (seconds) => {
    const { clock, stream, shown, write } = behind(saying());
    stream.connect();
    await clock.run(20_000);
    const lines = await write(Math.ceil(180 / seconds), seconds * 1_000);
    expect(stream.getSnapshot()).toMatchObject({ status: 'polling', ledger: { gaps: 0 } });
    expect(shown()).toEqual(lines);
    stream.dispose();
  });

  it('is polled if it comes in blocks', async () => {
    const { clock, stream, shown, write } = behind(inBlocks(1_000));
    await write(50, 10);
    stream.connect();
    await clock.run(1_000);
    const lines = await write(12, 1_000);
    await clock.run(1_000);
    expect(stream.getSnapshot()).toMatchObject({ status: 'polling', ledger: { gaps: 0 } });
    expect(shown()).toEqual(lines);
    stream.dispose();
  });

  it('is opened anew before it stalls if there is no other transport', async () => {
    const { clock, stream, shown, write } = behind(inBlocks(Infinity), { transport: 'sse' });
    stream.connect();
    await clock.run(1_000);
    await write(30, 1_000);
    expect(shown().length).toBeGreaterThan(15);
    stream.dispose();
  });
});

it('stays open if it goes on after a line that only REST had', async () => {
  const { clock, server, stream, shown, write } = behind((response) => response);
  const states: string[] = [];
  stream.on('status', (status) => void states.push(status));
  stream.connect();
  await clock.run(1_000);
  server.commitLate('late');
  await clock.run(5_000);
  expect(shown()).toEqual(['late']);
  expect(await write(20, 1_000)).toEqual(shown());
  expect(states).toEqual(['connecting', 'live']);
  stream.dispose();
});

it('stays open if it stalls for want of heartbeats, and lines are written just while it is opened anew', async () => {
  const greeting = new TextEncoder().encode(': hello\n\n');
  const greeted: Live = (response) => {
    const greet = new TransformStream<Uint8Array, Uint8Array>({
      start: (controller) => controller.enqueue(greeting),
    });
    return new Response(response.body?.pipeThrough(greet), response);
  };
  const { clock, stream, shown, write, statuses } = behind(greeted, {}, { replay: false });
  const stalled = async (): Promise<void> => {
    while (stream.getSnapshot().status === 'live') await clock.run(100);
  };
  stream.connect();
  for (let times = 0; times < 3; times++) {
    await clock.run(10_000);
    await write(1, 100);
    // One stream stalls after that line, and one without any.
    await stalled();
    await clock.run(10_000);
    await stalled();
    expect(await write(1, 10_000)).toEqual(shown());
  }
  expect(statuses).not.toContain('polling');
  expect(shown()).toHaveLength(6);
  stream.dispose();
});

it('shows its lines after half a minute if REST does not answer, and reads the others when it does', async () => {
  const { clock, server, stream, shown, write } = behind((response) => response, { transport: 'sse' });
  await write(2, 10);
  server.slowRows(1e9, false);
  stream.connect();
  await clock.run(1_000);
  await write(2, 10);
  expect(shown()).toEqual([]);
  await clock.run(32_000);
  expect(shown()).toEqual(['0', '1', '2', '3']);
  server.slowRows(0, false);
  expect(await write(60, 1_000)).toEqual(shown());
  expect(stream.getSnapshot().ledger.gaps).toBe(0);
  stream.dispose();
});
