/**
 * Runs tasks one after the other without blocking the page. Browsers delay nested timers by four milliseconds each, but deliver messages
 * without delay, with rendering and input in between.
 */

interface Port {
  onmessage: (() => void) | null;
  postMessage(message: undefined): void;
}

/** The global `MessageChannel`, declared here so that pure folders need neither DOM nor Node types. */
interface Host {
  readonly MessageChannel?: new () => { readonly port1: Port; readonly port2: Port };
}

/** Queues a task. Returns a function that cancels it. */
export type TaskQueue = (fn: () => void) => () => void;

/** undefined without `MessageChannel`, and in Node, where a port would keep the process alive and nested timers are not delayed. */
export function createTaskQueue(host: object = globalThis): TaskQueue | undefined {
  const { MessageChannel } = host as Host;
  if (!MessageChannel) return undefined;
  const { port1, port2 } = new MessageChannel();
  if ('unref' in port1) return undefined;
  const waiting: { fn: (() => void) | undefined }[] = [];
  port1.onmessage = () => waiting.shift()?.fn?.();
  return (fn) => {
    const task: (typeof waiting)[number] = { fn };
    waiting.push(task);
    port2.postMessage(undefined);
    return () => (task.fn = undefined);
  };
}
