import { type RefCallback, useCallback, useRef, useState } from 'react';

/** The width that an element has for its contents, px, kept up to date; undefined until it is drawn. */
export function useElementWidth(): readonly [number | undefined, RefCallback<HTMLElement>] {
  const [width, setWidth] = useState<number>();
  const isKnown = useRef(false);
  const measure = useCallback((element: HTMLElement | null) => {
    if (element === null) return;
    const look = (): void => {
      const { clientWidth } = element;
      if (clientWidth === 0) return;
      isKnown.current = true;
      setWidth(clientWidth);
    };
    // Before the first frame, so that nothing is seen to jump. One that comes back in its place is as wide as it was: asking it
    // would only have the page laid out once more.
    if (!isKnown.current) look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [width, measure];
}
