/** Runs expressions where they can be stopped: in a worker of their own. */

/** What the worker is asked: the places of each pattern in each text. */
export interface PatternTask {
  readonly patterns: readonly { readonly source: string; readonly flags: string }[];
  readonly texts: readonly string[];
  /** Whether any place will do: whether there is one is all that is asked. */
  readonly first: boolean;
  /** Milliseconds after which it ends with what it has; at least one text is always done. */
  readonly slice: number;
  /** Each text is answered for itself, so that it is known which of them takes so long. */
  readonly singly: boolean;
}

/** A text's places by pattern: `[start, end, start, end, …]`. */
export type PatternPlaces = readonly (readonly number[])[];

/** An answer: of the next texts, in their order. */
export interface PatternAnswer {
  readonly found: readonly PatternPlaces[];
  /** There is more to come for this task. */
  readonly more: boolean;
}

/**
 * A worker, as far as it is needed here. What it hears is the type of a method, so that a browser's `Worker`, which hears more of
 * each event, is one as it is.
 */
export interface PatternWorker {
  postMessage(task: PatternTask): void;
  /** Hears `true` once it is ready, and then the answers to each task. */
  onmessage: { hear(event: { readonly data: true | PatternAnswer }): void }['hear'] | null;
  onerror: { hear(event: { preventDefault?(): void }): void }['hear'] | null;
  terminate(): void;
}

/** Opens a worker; undefined, or an exception, where the host allows none. */
export type OpenPatternWorker = () => PatternWorker | undefined;

/**
 * A text instead of a module: it needs no file beside the bundle, so that it works in every bundler and in both module
 * formats. A page whose policy allows no `worker-src blob:` gets none.
 */
const SCRIPT = `onmessage = ({ data: { patterns, texts, first, slice, singly } }) => {
  const compiled = patterns.map(({ source, flags }) => new RegExp(source, flags));
  const until = Date.now() + slice;
  let found = [];
  for (let at = 0, more = true; more; ) {
    const text = texts[at++];
    found.push(compiled.map((pattern) => {
      const places = [];
      pattern.lastIndex = 0;
      for (let match; (match = pattern.exec(text)); ) {
        const { index } = match, { length } = match[0];
        if (length || first) places.push(index, index + length);
        if (first) break;
        if (!length) pattern.lastIndex = index + (text.codePointAt(index) > 0xffff ? 2 : 1);
      }
      return places;
    }));
    more = at < texts.length && Date.now() < until;
    if (more && !singly) continue;
    postMessage({ found, more });
    found = [];
  }
};
postMessage(true);`;

/** The host's, where it has them; declared here so that pure folders need no DOM types. */
interface Host {
  readonly Worker?: new (url: string) => PatternWorker;
  readonly Blob?: new (parts: readonly string[], options: { readonly type: string }) => object;
  readonly URL?: { createObjectURL?(blob: object): string };
}

/** Made with the first worker, for all of them: a worker may still be loading when it could be given back. */
let address: string | undefined;

/** The default {@link OpenPatternWorker}: a browser's. Node has none of this kind. */
export const openPatternWorker: OpenPatternWorker = () => {
  const { Worker, Blob, URL } = globalThis as unknown as Host;
  if (!Worker || !Blob || !URL?.createObjectURL) return undefined;
  address ??= URL.createObjectURL(new Blob([SCRIPT], { type: 'text/javascript' }));
  return new Worker(address);
};
