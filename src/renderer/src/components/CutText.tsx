import type { ReactElement, ReactNode } from 'react';
import { revealHidden } from '#shared/text/hidden-characters.ts';

const tooltipLength = 300;

/** What a narrow cell cuts off; the browser draws it, so hidden characters are marks here too. */
function tooltip(text: string): string {
  const shown = text.length > tooltipLength ? `${text.slice(0, tooltipLength)}…` : text;
  return revealHidden(shown.toWellFormed());
}

/** Cut with an ellipsis where the cell ends; the tooltip tells the first 300 characters of `text`. */
export function CutText(props: { readonly text: string; readonly children: ReactNode }): ReactElement {
  return (
    <span className="ellipsis" title={tooltip(props.text)}>
      {props.children}
    </span>
  );
}
