import { type KeyboardEvent, type PointerEvent, useState } from 'react';

/** Buckets that are picked, both included. */
export interface Stretch {
  readonly first: number;
  readonly last: number;
}

interface BrushState {
  /** Where picking began; undefined while nothing is picked. */
  readonly anchor: number | undefined;
  /** The bucket under the pointer, or the one that the keys have come to. */
  readonly at: number | undefined;
  readonly isDragging: boolean;
}

const idle: BrushState = { anchor: undefined, at: undefined, isDragging: false };

/** Picking a stretch of buckets by dragging, or with the arrows and shift. */
export interface Brush {
  /** The bucket that is spoken of. */
  readonly at: number | undefined;
  /** What is picked so far. */
  readonly stretch: Stretch | undefined;
  readonly handlers: {
    readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerLeave: () => void;
    readonly onPointerCancel: () => void;
    readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
    readonly onFocus: (event: { readonly currentTarget: HTMLElement }) => void;
    readonly onBlur: () => void;
  };
}

/** What a brush picks from. */
export interface BrushTarget {
  readonly count: number;
  /** The bucket at a place, px from the left of the plot. */
  readonly bucketAt: (x: number) => number;
  readonly onPick: (stretch: Stretch) => void;
}

function stretchOf({ anchor, at }: BrushState): Stretch | undefined {
  if (anchor === undefined || at === undefined) return undefined;
  return { first: Math.min(anchor, at), last: Math.max(anchor, at) };
}

function stepOf(key: string, count: number): number | undefined {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return -1;
    case 'ArrowRight':
    case 'ArrowUp':
      return 1;
    case 'PageUp':
      return -10;
    case 'PageDown':
      return 10;
    case 'Home':
      return -count;
    case 'End':
      return count;
    default:
      return undefined;
  }
}

/** See {@link Brush}. A click or Enter picks one bucket; Escape drops what was begun. */
export function useBrush({ count, bucketAt, onPick }: BrushTarget): Brush {
  const [state, setState] = useState(idle);
  // There may be fewer buckets than a moment ago.
  const at = state.at === undefined || count === 0 ? undefined : Math.min(state.at, count - 1);
  const placeOf = (event: PointerEvent<HTMLElement>): number =>
    bucketAt(event.clientX - event.currentTarget.getBoundingClientRect().left);
  const pick = (picked: BrushState): void => {
    const stretch = stretchOf(picked);
    setState({ ...picked, anchor: undefined, isDragging: false });
    if (stretch !== undefined && stretch.last < count) onPick(stretch);
  };
  const press = (event: KeyboardEvent<HTMLElement>): void => {
    const step = stepOf(event.key, count);
    if (step !== undefined) {
      const from = at ?? count - 1;
      const next = Math.max(0, Math.min(count - 1, from + step));
      setState({ at: next, anchor: event.shiftKey ? (state.anchor ?? from) : undefined, isDragging: false });
    } else if (event.key === 'Enter' || event.key === ' ') {
      if (at !== undefined) pick({ ...state, at, anchor: state.anchor ?? at });
    } else if (event.key === 'Escape' && state.anchor !== undefined) {
      setState({ ...state, anchor: undefined, isDragging: false });
    } else return;
    event.preventDefault();
  };
  return {
    at,
    stretch: stretchOf({ ...state, at }),
    handlers: {
      onPointerDown: (event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const place = placeOf(event);
        setState({ anchor: place, at: place, isDragging: true });
      },
      onPointerMove: (event) => {
        const place = placeOf(event);
        if (place !== state.at) setState((before) => ({ ...before, at: place }));
      },
      onPointerUp: (event) => {
        if (state.isDragging) pick({ ...state, at: placeOf(event) });
      },
      onPointerLeave: () => {
        if (!state.isDragging) setState(idle);
      },
      onPointerCancel: () => setState(idle),
      onKeyDown: press,
      onFocus: ({ currentTarget }) => {
        if (currentTarget.matches(':focus-visible') && at === undefined) setState({ ...idle, at: count - 1 });
      },
      onBlur: () => setState(idle),
    },
  };
}
