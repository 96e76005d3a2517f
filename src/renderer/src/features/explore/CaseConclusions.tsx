import type { ReactElement } from 'react';
import { useNavigation } from '../../app/navigation.tsx';
import { useCases } from '../../bridge/use-cases.ts';
import { HostileText } from '../../components/HostileText.tsx';
import { VerdictMark } from '../../components/Marks.tsx';
import { StatusMark } from '../cases/StatusMark.tsx';

/** Most characters of a conclusion; all of it is a click away. */
const conclusionLimit = 200;

/** The cases that an indicator is in, how they stand and what was concluded. */
export function CaseConclusions(props: { readonly numbers: readonly string[] }): ReactElement {
  const navigation = useNavigation();
  const cases = useCases().data ?? [];
  return (
    <ul className="plain-list">
      {props.numbers.map((number) => {
        const known = cases.find((one) => one.number === number);
        return (
          <li key={number} className="case-conclusion">
            <button type="button" className="link-button" onClick={() => navigation.go({ screen: 'cases', number })}>
              {number}
            </button>{' '}
            {known === undefined ? null : (
              <>
                <HostileText text={known.title} limit={conclusionLimit} inCell /> <StatusMark status={known.status} />{' '}
                {known.verdict === null ? null : <VerdictMark verdict={known.verdict} />}
                {known.status !== 'closed' || known.summary === null || known.summary.trim() === '' ? null : (
                  <p className="muted">
                    Concluded: <HostileText text={known.summary} limit={conclusionLimit} />
                  </p>
                )}
              </>
            )}
          </li>
        );
      })}
    </ul>
  );
}
