import { describe, expect, it } from 'vitest';
import { createTaskQueue } from './task-queue.js';

/** A host whose messages arrive when the test says so. */
function stage() {
  const sent: (() => void)[] = [];
  class MessageChannel {
    readonly port1: { onmessage: (() => void) | null } = { onmessage: null };
    readonly port2 = { postMessage: () => void sent.push(() => this.port1.onmessage?.()) };
  }
  const queue = createTaskQueue({ MessageChannel });
  if (!queue) throw new Error('There is a channel, but no queue.');
  return { queue, sent, deliver: () => sent.shift()?.() };
}

describe('the task queue', () => {
  it('runs each task in a message of its own, in order', () => {
    const { queue, sent, deliver } = stage();
    const ran: string[] = [];
    queue(() => {
      ran.push('a');
      queue(() => ran.push('c'));
    });
    queue(() => ran.push('b'));
    expect(ran).toEqual([]);
    deliver();
    expect(ran).toEqual(['a']);
    while (sent.length > 0) deliver();
    expect(ran).toEqual(['a', 'b', 'c']);
  });

  it('skips cancelled tasks, and runs all others', () => {
    const { queue, sent, deliver } = stage();
    const ran: string[] = [];
    const cancel = queue(() => ran.push('a'));
    queue(() => ran.push('b'));
    cancel();
    while (sent.length > 0) deliver();
    expect(ran).toEqual(['b']);
    cancel();
    queue(() => ran.push('c'));
    deliver();
    expect(ran).toEqual(['b', 'c']);
  });

  it('continues after a task that throws', () => {
    const { queue, deliver } = stage();
    const ran: string[] = [];
    queue(() => {
      throw new Error('broken');
    });
    queue(() => ran.push('b'));
    expect(deliver).toThrow('broken');
    deliver();
    expect(ran).toEqual(['b']);
  });

  it('is undefined without MessageChannel, and in Node, which it would keep alive', () => {
    expect(createTaskQueue({})).toBeUndefined();
    expect(createTaskQueue()).toBeUndefined();
  });
});
