import { type RefCallback, useCallback } from 'react';

/** One reference for an element that two callbacks look after. */
export function useBothRefs<Element>(one: RefCallback<Element>, other: RefCallback<Element>): RefCallback<Element> {
  return useCallback(
    (element: Element | null) => {
      const leaves = [one(element), other(element)];
      return () => {
        for (const leave of leaves) leave?.();
      };
    },
    [one, other],
  );
}
