import { useEffect, useState } from 'react';

/**
 * The value as of the last frame that is on the screen: what hangs from it is drawn, and asked for, after what was drawn at once.
 * Between drawing a frame and showing it lies work for the same processors, so the next frame is waited for as well.
 */
export function useAfterPaint<Value>(value: Value): Value {
  const [painted, setPainted] = useState(value);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    // Runs before its frame is painted, the one in it before the next; the timer comes after that.
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        timer = setTimeout(() => setPainted(value));
      });
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(timer);
    };
  }, [value]);
  return painted;
}
