import { useState } from 'react';
import { throwLater } from './throw-later.js';
import { useIsomorphicLayoutEffect } from './use-isomorphic-layout-effect.js';

/** Something that must be disposed of. */
export interface Disposable {
  dispose(): void;
}

/**
 * A resource that lives while the component is mounted and `input` stays the same; undefined before the mount, and without input. If it cannot
 * be created, because the input is wrong, that surfaces as an uncaught error, and the page stays.
 */
export function useResource<I, R extends Disposable>(
  input: I | null | undefined,
  create: (input: I) => R,
): R | undefined {
  const [held, setHeld] = useState<{ readonly of: I; readonly resource: R }>();
  useIsomorphicLayoutEffect(() => {
    if (input === undefined || input === null) return undefined;
    let resource: R;
    try {
      resource = create(input);
    } catch (thrown) {
      throwLater(thrown);
      return undefined;
    }
    setHeld({ of: input, resource });
    return () => {
      setHeld(undefined);
      resource.dispose();
    };
    // `create` is a module's function in every use of this hook: only the input decides.
  }, [input]);
  // The resource of the previous input is disposed of after this render, and must not be visible in it.
  return held?.of === input ? held?.resource : undefined;
}
