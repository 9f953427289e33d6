import { useEffect, useLayoutEffect } from 'react';

/** `useLayoutEffect` where there is a document; on a server, where it would only warn, `useEffect`, which does not run. */
export const useIsomorphicLayoutEffect = typeof document === 'undefined' ? useEffect : useLayoutEffect;
