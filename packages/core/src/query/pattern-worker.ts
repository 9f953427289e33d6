/** Runs regular expressions in a worker, where they can be stopped. */

/** A task for the worker: find the matches of each pattern in each text. */
export interface PatternTask {
  readonly patterns: readonly { readonly source: string; readonly flags: string }[];
  readonly texts: readonly string[];
  /** Only whether there is a match matters; any one match is enough. */
  readonly first: boolean;
  /** Milliseconds after which the worker may answer with what it has; it always finishes at least one text. */
  readonly slice: number;
  /** Answer for each text separately, so that the slow one can be identified. */
  readonly singly: boolean;
}

/** The matches in one text, by pattern: `[start, end, start, end, …]`. */
export type PatternPlaces = readonly (readonly number[])[];

/** An answer of the worker, for the next texts in order. */
export interface PatternAnswer {
  readonly found: readonly PatternPlaces[];
  /** More answers to this task will follow. */
  readonly more: boolean;
}

/**
 * The part of a worker that is used here. `onmessage` is typed through a method, so that a browser's `Worker`, whose events have more
 * fields, is assignable.
 */
export interface PatternWorker {
  postMessage(task: PatternTask): void;
  /** Receives `true` once the worker is ready, and then the answers to each task. */
  onmessage: { hear(event: { readonly data: true | PatternAnswer }): void }['hear'] | null;
  onerror: { hear(event: { preventDefault?(): void }): void }['hear'] | null;
  terminate(): void;
}

/** Opens a worker. Returns undefined or throws if the host does not allow one. */
export type OpenPatternWorker = () => PatternWorker | undefined;

/**
 * The worker's source, as a string and not a module: it needs no extra file, so it works with every bundler and in both module
 * formats. A page whose content security policy lacks `worker-src blob:` cannot start it.
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

/** The host's globals, as far as it has them; declared here so that pure folders need no DOM types. */
interface Host {
  readonly Worker?: new (url: string) => PatternWorker;
  readonly Blob?: new (parts: readonly string[], options: { readonly type: string }) => object;
  readonly URL?: { createObjectURL?(blob: object): string };
}

/** Created with the first worker, shared by all, and never revoked: a worker may still be loading it. */
let address: string | undefined;

/** The default {@link OpenPatternWorker}: uses a browser's `Worker`. Node has no such global, so there it returns undefined. */
export const openPatternWorker: OpenPatternWorker = () => {
  const { Worker, Blob, URL } = globalThis as unknown as Host;
  if (!Worker || !Blob || !URL?.createObjectURL) return undefined;
  address ??= URL.createObjectURL(new Blob([SCRIPT], { type: 'text/javascript' }));
  return new Worker(address);
};
