import type { ReactElement, ReactNode } from 'react';
import { revealHidden } from '#shared/text/hidden-characters.ts';
import { isPlainText } from '../text/hostile-text.ts';
import { drawForeign } from './HostileText.tsx';

const tooltipLength = 300;

/** What a narrow cell cuts off; the browser draws it, so hidden characters are marks here too. */
function tooltip(text: string): string {
  const shown = text.length > tooltipLength ? `${text.slice(0, tooltipLength)}…` : text;
  return revealHidden(shown.toWellFormed());
}

/** See {@link CutText}; without a component of its own, for a table of which a screen has hundreds. */
export function drawCut(text: string, children: ReactNode): ReactElement {
  return (
    <span className="ellipsis" title={tooltip(text)}>
      {children}
    </span>
  );
}

/**
 * Foreign text, cut where the cell ends: what is plain needs one element for both.
 * @param whole for the tooltip, where not all of it is shown.
 */
export function drawCutForeign(text: string, { isMono = false, whole = text } = {}): ReactElement {
  if (!isPlainText(text) || text.length > tooltipLength) return drawCut(whole, drawForeign(text, isMono));
  return (
    <bdi className={`ellipsis hostile-text${isMono ? ' mono' : ''}`} title={tooltip(whole)} translate="no">
      {text}
    </bdi>
  );
}

/** Cut with an ellipsis where the cell ends; the tooltip tells the first 300 characters of `text`. */
export function CutText(props: { readonly text: string; readonly children: ReactNode }): ReactElement {
  return drawCut(props.text, props.children);
}
