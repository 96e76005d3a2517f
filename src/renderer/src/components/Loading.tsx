import type { ReactElement } from 'react';

/** Grey bars where lines will be; appears only after a moment, so that quick answers do not flicker. */
export function Loading(props: { readonly lines?: number; readonly label?: string }): ReactElement {
  const lines = Array.from({ length: props.lines ?? 3 }, (_unused, index) => index);
  return (
    <div className="loading" role="status" aria-label={props.label ?? 'Loading'}>
      {lines.map((line) => (
        <span key={line} className="loading-line" />
      ))}
    </div>
  );
}
