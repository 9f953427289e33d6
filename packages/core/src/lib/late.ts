import { LogStreamError } from '../errors.js';

/** Code that most pages never run: it is a chunk of its own, and comes when it is first needed. */
export interface Late<T> {
  /** What came; undefined until then. Who finds it here need not wait. */
  readonly here: T | undefined;
  /**
   * Brings it; calls that come meanwhile join. Rejects with a {@link LogStreamError} of kind `network` (a dead network, a server
   * that has newer files): nothing is kept of a failure, so that the next call tries anew.
   */
  load(): Promise<T>;
}

/** See {@link Late}. `what` names it in the error; `bring` imports it. */
export function late<T>(what: string, bring: () => Promise<T>): Late<T> {
  let here: T | undefined;
  let coming: Promise<T> | undefined;

  async function load(): Promise<T> {
    try {
      here = await bring();
      return here;
    } catch (cause) {
      coming = undefined;
      throw new LogStreamError(
        'network',
        `The code for ${what} could not be loaded. Try again, or reload the page: the server may have a newer version of it.`,
        { cause },
      );
    }
  }

  return {
    get here() {
      return here;
    },
    load: () => (coming ??= load()),
  };
}

/** What need not be waited for, where other things like it come late. */
export function atHand<T>(here: T): Late<T> {
  return { here, load: () => Promise.resolve(here) };
}
