import { LogStreamError } from '../errors.js';

/** Code that most pages never run: a separate chunk that is loaded when it is first needed. */
export interface Late<T> {
  /** The loaded code; undefined until it is loaded. If it is there, there is no need to wait for `load()`. */
  readonly here: T | undefined;
  /**
   * Loads the code; concurrent calls share one load. Rejects with a {@link LogStreamError} of kind `network` if it cannot be loaded (no
   * network, or newer files on the server). A failure is not remembered: the next call tries again.
   */
  load(): Promise<T>;
}

/** Wraps a dynamic import. `what` names the code in the error message; `bring` imports it. See {@link Late}. */
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

/** Code that is already loaded, as a {@link Late}. */
export function atHand<T>(here: T): Late<T> {
  return { here, load: () => Promise.resolve(here) };
}
