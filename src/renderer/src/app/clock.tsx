import { createContext, type ReactElement, type ReactNode, useContext, useEffect, useState } from 'react';

const minuteHandMs = 30_000;
const ClockContext = createContext(0);

function useTicks(intervalMs: number): number {
  const [nowMs, setNowMs] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), intervalMs);
    return () => clearInterval(timer);
  }, [intervalMs]);
  return nowMs;
}

/** One clock for every age on screen: hundreds of cells must not each keep a timer. */
export function ClockProvider(props: { readonly children: ReactNode }): ReactElement {
  return <ClockContext value={useTicks(minuteHandMs)}>{props.children}</ClockContext>;
}

/** The time now, epoch ms, to half a minute; for ages that must not go stale while nothing else happens. */
export function useNow(): number {
  return useContext(ClockContext);
}

/** The time now, epoch ms, to the second; for a countdown. */
export function useSeconds(): number {
  return useTicks(1_000);
}
