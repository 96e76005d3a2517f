import { useCallback, useEffect, useRef } from 'react';

/** A pause in typing this long runs the query. */
const typingPauseMs = 180;

/** Runs what was typed after a pause, or at once when it is asked to. */
export interface Typing {
  readonly type: (text: string) => void;
  /** Runs what still waits. */
  readonly flush: () => void;
  readonly forget: () => void;
}

/**
 * Only typing starts the clock, never a change of the text from elsewhere: a timer that fired just after a click on a
 * facet would write the older text back over it.
 */
export function useTyping(run: (text: string) => void): Typing {
  const latest = useRef(run);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const waiting = useRef<string>(undefined);
  useEffect(() => {
    latest.current = run;
  });
  const forget = useCallback(() => {
    clearTimeout(timer.current);
    waiting.current = undefined;
  }, []);
  const flush = useCallback(() => {
    const text = waiting.current;
    forget();
    if (text !== undefined) latest.current(text);
  }, [forget]);
  const type = useCallback(
    (text: string) => {
      clearTimeout(timer.current);
      waiting.current = text;
      timer.current = setTimeout(flush, typingPauseMs);
    },
    [flush],
  );
  useEffect(() => forget, [forget]);
  return { type, flush, forget };
}
