import { type RefCallback, useCallback, useState } from 'react';

/** The width that an element has for its contents, px, kept up to date; undefined until it is drawn. */
export function useElementWidth(): readonly [number | undefined, RefCallback<HTMLElement>] {
  const [width, setWidth] = useState<number>();
  const measure = useCallback((element: HTMLElement | null) => {
    if (element === null) return;
    // Before the first frame, so that nothing is seen to jump.
    if (element.clientWidth > 0) setWidth(element.clientWidth);
    const observer = new ResizeObserver(() => {
      if (element.clientWidth > 0) setWidth(element.clientWidth);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [width, measure];
}
