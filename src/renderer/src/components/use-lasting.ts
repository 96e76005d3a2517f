import { useEffect, useState } from 'react';

/** True once `flag` has been true for `forMs`, so that what is over at once is never drawn; false as soon as it is false. */
export function useLasting(flag: boolean, forMs: number): boolean {
  const [hasLasted, setHasLasted] = useState(false);
  useEffect(() => {
    if (!flag) return;
    const timer = setTimeout(() => setHasLasted(true), forMs);
    return () => {
      clearTimeout(timer);
      setHasLasted(false);
    };
  }, [flag, forMs]);
  return flag && hasLasted;
}
