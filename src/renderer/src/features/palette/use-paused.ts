import { useEffect, useState } from 'react';

/** A pause in typing this long is the end of a word. */
const pauseMs = 120;

/** The text as it stood at the latest pause in typing: each letter on its own would be a question nobody has. */
export function usePaused(text: string): string {
  const [paused, setPaused] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(text), pauseMs);
    return () => clearTimeout(timer);
  }, [text]);
  return paused;
}
