import type { ReactElement } from 'react';
import type { Case } from '#shared/model/case.ts';
import { papMarks, severities, tlpMarks, workingCaseStatuses } from '#shared/model/vocabulary.ts';
import { EditableText } from '../../components/EditableText.tsx';
import { Moment } from '../../components/Moment.tsx';
import { WordSelect } from '../../components/WordSelect.tsx';
import { caseStatusWords, papWord, severityWords, tlpWord } from '../../text/words.ts';
import { useCaseUpdate } from './use-case-update.ts';

/** What is known of the case as a whole; each field saves by itself. */
export function CaseFields(props: { readonly one: Case }): ReactElement {
  const { one } = props;
  const save = useCaseUpdate(one.number);
  return (
    <section className="case-section" aria-label="Fields">
      <h2 className="section-title">Summary</h2>
      <div className="case-summary">
        <EditableText
          label="Summary"
          text={one.summary ?? ''}
          multiline
          formatted
          canBeEmpty
          placeholder="What happened, in a few sentences (Markdown). It opens the report."
          onSave={(summary) => save({ summary: summary === '' ? null : summary })}
        />
      </div>
      <div className="case-fields">
        {one.status === 'closed' ? null : (
          <>
            <label htmlFor="case-status">Status</label>
            <WordSelect
              id="case-status"
              words={workingCaseStatuses}
              value={one.status}
              say={(word) => caseStatusWords[word]}
              onChange={(status) => void save({ status })}
            />
          </>
        )}
        <label htmlFor="case-severity">Severity</label>
        <WordSelect
          id="case-severity"
          words={severities}
          value={one.severity}
          say={(word) => severityWords[word]}
          onChange={(severity) => void save({ severity })}
        />
        <label htmlFor="case-tlp">Sharing</label>
        <WordSelect
          id="case-tlp"
          words={tlpMarks}
          value={one.tlp}
          say={tlpWord}
          onChange={(tlp) => void save({ tlp })}
        />
        <label htmlFor="case-pap">Acting</label>
        <WordSelect
          id="case-pap"
          words={papMarks}
          value={one.pap}
          say={papWord}
          onChange={(pap) => void save({ pap })}
        />
        <span>Assignee</span>
        <EditableText
          label="Assignee"
          text={one.assignee ?? ''}
          canBeEmpty
          placeholder="Nobody"
          onSave={(assignee) => save({ assignee: assignee === '' ? null : assignee })}
        />
        <span>Opened</span>
        <span>
          <Moment atMs={one.createdAtMs} />
        </span>
        {one.closedAtMs === null ? null : (
          <>
            <span>Closed</span>
            <span>
              <Moment atMs={one.closedAtMs} />
            </span>
          </>
        )}
      </div>
    </section>
  );
}
