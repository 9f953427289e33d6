import { useEffect, useState } from 'react';

/** The time in epoch milliseconds, updated every `interval` milliseconds while `active`. 0 before the first update. */
export function useNow(active: boolean, interval: number): number {
  const [now, setNow] = useState(0);
  useEffect(() => {
    if (!active) return undefined;
    const tell = (): void => setNow(Date.now());
    tell();
    const timer = setInterval(tell, interval);
    return () => clearInterval(timer);
  }, [active, interval]);
  return now;
}
