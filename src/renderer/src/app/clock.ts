import { useEffect, useState } from 'react';

/** The time now, epoch ms, renewed on an interval; for ages that must not go stale while nothing else happens. */
export function useNow(intervalMs = 30_000): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs]);
  return nowMs;
}
