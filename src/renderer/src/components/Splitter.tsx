import { type KeyboardEvent, type PointerEvent, type ReactElement, useRef } from 'react';

const keyboardStep = 24;

/** See {@link Splitter}. */
export interface SplitterProps {
  readonly label: string;
  /** Width of the pane it resizes, px. */
  readonly width: number;
  readonly min: number;
  readonly max: number;
  /** Which side of the splitter the pane is on. */
  readonly pane: 'left' | 'right';
  readonly onResize: (width: number) => void;
}

/** A line between two panes that can be dragged, or moved with the arrow keys. */
export function Splitter(props: SplitterProps): ReactElement {
  const start = useRef<{ readonly x: number; readonly width: number } | null>(null);
  const sign = props.pane === 'left' ? 1 : -1;
  const resize = (width: number): void => props.onResize(Math.round(Math.min(props.max, Math.max(props.min, width))));
  const begin = (event: PointerEvent<HTMLDivElement>): void => {
    event.currentTarget.setPointerCapture(event.pointerId);
    start.current = { x: event.clientX, width: props.width };
  };
  const move = (event: PointerEvent<HTMLDivElement>): void => {
    if (start.current !== null) resize(start.current.width + sign * (event.clientX - start.current.x));
  };
  const press = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.key === 'ArrowLeft') resize(props.width - sign * keyboardStep);
    else if (event.key === 'ArrowRight') resize(props.width + sign * keyboardStep);
    else return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a focusable separator with a value is a widget; <hr> is not one.
    <div
      role="separator"
      className="splitter"
      tabIndex={0}
      aria-label={props.label}
      aria-orientation="vertical"
      aria-valuenow={props.width}
      aria-valuemin={props.min}
      aria-valuemax={props.max}
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={() => {
        start.current = null;
      }}
      onKeyDown={press}
    />
  );
}
