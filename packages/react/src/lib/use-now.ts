import { useEffect, useState } from 'react';

/** The time in epoch milliseconds, told again every `interval` milliseconds while `active`. 0 until it is first told. */
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
