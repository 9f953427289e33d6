import { describe, expect, it } from 'vitest';
import { createVirtualClock } from '../testing/virtual-clock.js';
import { createTabPost } from './tab-post.js';

/** Making and sending a message takes 3 ms. */
function setup() {
  const clock = createVirtualClock();
  const sent: string[] = [];
  const post = createTabPost<string>(clock, (message) => {
    clock.freeze(3);
    sent.push(message);
  });
  const made: string[] = [];
  function* answer(name: string, messages: number): Generator<string, void> {
    for (let n = 0; n < messages; n++) {
      made.push(`${name}${n}`);
      yield `${name}${n}`;
    }
  }
  return { clock, sent, made, post, answer };
}

describe('what a tab sends to others', () => {
  it('is sent at once if it is short', () => {
    const { clock, sent, post, answer } = setup();
    post.send(['state']);
    post.send(answer('a', 2));
    expect([sent, clock.pending]).toEqual([['state', 'a0', 'a1'], 0]);
  });

  it('is sent in slices if it is long, and what follows after it', async () => {
    const { clock, sent, made, post, answer } = setup();
    post.send(answer('a', 4));
    post.send(['line']);
    post.send(answer('b', 2));
    expect(made).toEqual(['a0', 'a1', 'a2']);
    expect(sent).toEqual(made);
    expect(clock.pending).toBe(1);
    await clock.run(100);
    expect(sent).toEqual(['a0', 'a1', 'a2', 'a3', 'line', 'b0', 'b1']);
    expect(clock.pending).toBe(0);
  });

  it('is dropped when the others are not to have it any more', async () => {
    const { clock, sent, post, answer } = setup();
    post.send(answer('a', 100));
    post.drop();
    expect(clock.pending).toBe(0);
    post.send(['state']);
    await clock.run(100);
    expect(sent).toEqual(['a0', 'a1', 'a2', 'state']);
  });
});
