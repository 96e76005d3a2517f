import type { ReactElement } from 'react';
import { type Recalled, recallWords } from '#shared/text/recall.ts';
import './marks.css';

/** `in 3 cases, last judged benign` beside an indicator; pointing at it names the cases. Nothing where nobody dealt with it. */
export function RecallNote(props: { readonly recalled: Recalled | undefined }): ReactElement | null {
  const { recalled } = props;
  const words = recalled === undefined ? null : recallWords(recalled);
  if (recalled === undefined || words === null) return null;
  return (
    <span className="recall-note muted" title={recalled.cases.length === 0 ? undefined : recalled.cases.join(', ')}>
      {words}
    </span>
  );
}
