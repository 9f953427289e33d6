import type { TokenSource } from '@tailrace/core';
import { useMemo } from 'react';
import { useLatest } from './use-latest.js';

/** The same token source while the token is the same: a function that is made anew in each render is asked in its newest version. */
export function useStableToken(token: TokenSource | undefined): TokenSource | undefined {
  const latest = useLatest(token);
  const fixed = typeof token === 'function' ? undefined : token;
  const asked = typeof token === 'function';
  return useMemo(() => {
    if (!asked) return fixed;
    return () => (typeof latest.current === 'function' ? latest.current() : latest.current);
  }, [asked, fixed, latest]);
}
