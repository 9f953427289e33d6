import type { TokenSource } from '@tailrace/core';
import { useMemo } from 'react';
import { useLatest } from './use-latest.js';

/** A stable token source for a token: if a function is created in each render, the newest version is called. */
export function useStableToken(token: TokenSource | undefined): TokenSource | undefined {
  const latest = useLatest(token);
  const fixed = typeof token === 'function' ? undefined : token;
  const asked = typeof token === 'function';
  return useMemo(() => {
    if (!asked) return fixed;
    return () => (typeof latest.current === 'function' ? latest.current() : latest.current);
  }, [asked, fixed, latest]);
}
