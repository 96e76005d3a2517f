import type { ReactElement } from 'react';
import type { CaseStatus } from '#shared/model/vocabulary.ts';
import { caseStatusWords } from '../../text/words.ts';

/** Where a case stands. */
export function StatusMark(props: { readonly status: CaseStatus }): ReactElement {
  return <span className={`mark case-${props.status}`}>{caseStatusWords[props.status]}</span>;
}
