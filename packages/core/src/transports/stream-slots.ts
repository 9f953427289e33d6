/**
 * How many event streams may be open to a host at a time. Without HTTP/2 a browser opens at most six connections to a host, over all of its
 * tabs, and an event stream keeps one. With six of them nothing can be read from that host any more, neither by a stream nor by the page, and
 * no error says so.
 */

/** The rest of the connections is left for lists, and for the page. */
const SLOTS = 4;

/** What is used of the host: a browser's page or worker, or Node. */
export interface SlotHost {
  readonly document?: unknown;
  readonly WorkerGlobalScope?: unknown;
  readonly navigator?: { readonly locks?: SlotLocks };
  readonly performance?: { getEntriesByType?(type: string): readonly TimedResource[] };
}

/** Web Locks, which only pages over HTTPS and of localhost have. */
interface SlotLocks {
  request(
    name: string,
    options: { readonly ifAvailable: true },
    callback: (lock: unknown) => Promise<void> | undefined,
  ): Promise<unknown>;
}

interface TimedResource {
  readonly name: string;
  /** Empty if the other origin does not tell. */
  readonly nextHopProtocol?: string;
}

/** The slots that this page has taken without Web Locks. */
const taken = new Set<string>();

/** Takes a slot for an event stream and returns a function that gives it back, or undefined if none is left. */
export async function takeStreamSlot(
  url: string,
  host: SlotHost = globalThis,
): Promise<(() => void) | undefined> {
  const origin = /^\w+:\/\/[^/?#]*/.exec(url)?.[0] ?? url; // no URL class: it throws for a port such as 99999
  if (!isLimited(origin, host)) return () => undefined;
  for (let slot = 0; slot < SLOTS; slot++) {
    const release = await take(`tailrace stream ${origin} ${slot}`, host.navigator?.locks);
    if (release) return release;
  }
  return undefined;
}

/** Whether this is a browser that reaches the origin over HTTP/1.1. Where nobody knows, HTTPS is taken for HTTP/2. */
function isLimited(origin: string, { document, WorkerGlobalScope, performance }: SlotHost): boolean {
  if (document === undefined && WorkerGlobalScope === undefined) return false;
  if (origin.startsWith('http:')) return true;
  const last = performance
    ?.getEntriesByType?.('resource')
    .filter(({ name, nextHopProtocol }) => nextHopProtocol && name.startsWith(`${origin}/`))
    .at(-1);
  return last?.nextHopProtocol === 'http/1.1';
}

function take(name: string, locks: SlotLocks | undefined): Promise<(() => void) | undefined> {
  return new Promise((resolve) => {
    const takeHere = (): void => {
      if (taken.has(name)) return resolve(undefined);
      taken.add(name);
      resolve(() => void taken.delete(name));
    };
    if (!locks) return takeHere();
    const hold = (lock: unknown): Promise<void> | undefined =>
      lock === null ? void resolve(undefined) : new Promise((release) => resolve(release));
    // Rejected where the page may use no locks, as in some frames.
    locks.request(name, { ifAvailable: true }, hold).catch(takeHere);
  });
}
