import type { ReactElement } from 'react';
import { caseNumberSchema } from '#shared/model/ids.ts';
import { CaseList } from './CaseList.tsx';
import { CasePage } from './CasePage.tsx';
import './cases.css';

/** All cases, or one. */
export function CasesView(props: { readonly number: string | null }): ReactElement {
  const number = caseNumberSchema.safeParse(props.number);
  return number.success ? <CasePage key={number.data} number={number.data} /> : <CaseList />;
}
