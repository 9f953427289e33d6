import { useState } from 'react';
import { useIsomorphicLayoutEffect } from './use-isomorphic-layout-effect.js';

/** What has to be let go of. */
export interface Disposable {
  dispose(): void;
}

/** A resource that lives while the component is mounted and `input` is the same; undefined before, and without input. */
export function useResource<I, R extends Disposable>(
  input: I | null | undefined,
  create: (input: I) => R,
): R | undefined {
  const [held, setHeld] = useState<{ readonly of: I; readonly resource: R }>();
  useIsomorphicLayoutEffect(() => {
    if (input === undefined || input === null) return undefined;
    const resource = create(input);
    setHeld({ of: input, resource });
    return () => {
      setHeld(undefined);
      resource.dispose();
    };
    // `create` is a module's function in every use of this hook: only the input decides.
  }, [input]);
  // What was made of another input is let go of after this render, and not to be seen in it.
  return held?.of === input ? held?.resource : undefined;
}
