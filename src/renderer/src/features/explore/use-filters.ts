import { type RefCallback, useState } from 'react';
import { type Remembered, useRemembered } from '../../app/remembered.ts';
import { useElementWidth } from '../../components/use-element-width.ts';

const shownBeside: Remembered<boolean> = {
  key: 'facets.shown',
  initial: true,
  parse: (value) => (typeof value === 'boolean' ? value : undefined),
};

/** Narrower than this, px, the filters have no place beside the result, or beside result and details. */
const roomForTwo = 760;
const roomForThree = 1_000;

/** Where the filters are. */
export interface Filters {
  /** `over`: opened above the result for a moment, since there is no room beside it. */
  readonly place: 'beside' | 'over' | 'hidden';
  readonly toggle: () => void;
  /** Closes what lies over the result. */
  readonly close: () => void;
  /** Goes to the element that the panes share. */
  readonly measure: RefCallback<HTMLElement>;
}

/** See {@link Filters}. That they stand beside the result is remembered; that they lie over it is not. */
export function useFilters(areDetailsOpen: boolean): Filters {
  const [width, measure] = useElementWidth();
  const [isBeside, setIsBeside] = useRemembered(shownBeside);
  const [isOver, setIsOver] = useState(false);
  const hasRoom = width === undefined || width >= (areDetailsOpen ? roomForThree : roomForTwo);
  const close = (): void => setIsOver(false);
  // What was opened for a moment does not come back by itself when the room gets narrow again.
  if (hasRoom && isOver) close();
  if (hasRoom) return { place: isBeside ? 'beside' : 'hidden', toggle: () => setIsBeside(!isBeside), close, measure };
  return { place: isOver ? 'over' : 'hidden', toggle: () => setIsOver(!isOver), close, measure };
}
