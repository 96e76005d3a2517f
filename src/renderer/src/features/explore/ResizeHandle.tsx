import { type PointerEvent, type ReactElement, useRef } from 'react';

/** The right edge of a head cell, for dragging its width; the column menu has the same for other hands. */
export function ResizeHandle(props: {
  /** px. */
  readonly width: number;
  readonly onResize: (width: number) => void;
}): ReactElement {
  const start = useRef<{ readonly x: number; readonly width: number } | null>(null);
  const begin = (event: PointerEvent<HTMLSpanElement>): void => {
    // The head cell would take it for the column being carried off.
    event.stopPropagation();
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { x: event.clientX, width: props.width };
  };
  const move = (event: PointerEvent<HTMLSpanElement>): void => {
    if (start.current !== null) props.onResize(start.current.width + event.clientX - start.current.x);
  };
  const end = (): void => {
    start.current = null;
  };
  return (
    <span
      className="resize-handle"
      aria-hidden="true"
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={end}
      onClick={(event) => event.stopPropagation()}
    />
  );
}
