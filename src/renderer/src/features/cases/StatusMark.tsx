import type { ReactElement } from 'react';
import type { CaseStatus } from '#shared/model/vocabulary.ts';

const words: Readonly<Record<CaseStatus, string>> = { open: 'Open', in_progress: 'In progress', closed: 'Closed' };

/** Where a case stands. */
export function StatusMark(props: { readonly status: CaseStatus }): ReactElement {
  return <span className={`mark case-${props.status}`}>{words[props.status]}</span>;
}
