/**
 * Tasks that run one after the other as soon as the page has done what it owes its user. A browser makes timers that set timers wait
 * four milliseconds each; messages it delivers at once, with frames and input between them.
 */

interface Port {
  onmessage: (() => void) | null;
  postMessage(message: undefined): void;
}

/** A browser's, or Node's; declared here so that pure folders need neither DOM nor Node types. */
interface Host {
  readonly MessageChannel?: new () => { readonly port1: Port; readonly port2: Port };
}

/** Queues a task; the answer cancels it. */
export type TaskQueue = (fn: () => void) => () => void;

/** undefined where there are no messages, or where waiting for one keeps a process alive: Node, whose timers do not wait. */
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
