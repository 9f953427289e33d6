import { useEffect, useLayoutEffect } from 'react';

/** `useLayoutEffect` if there is a document; on a server, where it would warn, `useEffect`, which does not run there. */
export const useIsomorphicLayoutEffect = typeof document === 'undefined' ? useEffect : useLayoutEffect;
