import { Button, Callout, DialogBody, DialogFooter, FormGroup, TextArea } from '@blueprintjs/core';
import { type FormEvent, type ReactElement, useState } from 'react';
import type { Case } from '#shared/model/case.ts';
import { type Verdict, verdicts } from '#shared/model/vocabulary.ts';
import { useNotices } from '../../app/notices.tsx';
import { useCaseCommands } from '../../bridge/use-cases.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Modal } from '../../components/Modal.tsx';
import { WordSelect } from '../../components/WordSelect.tsx';
import { countOf, verdictWords } from '../../text/words.ts';

/** Ends a case with what it came to. */
export function CloseCaseDialog(props: { readonly one: Case; readonly onClose: () => void }): ReactElement {
  const { one } = props;
  const { close } = useCaseCommands();
  const notices = useNotices();
  const [verdict, setVerdict] = useState<Verdict>();
  const [summary, setSummary] = useState(one.summary ?? '');
  const openTasks = one.tasks.filter((task) => !task.done).length;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (verdict === undefined || summary.trim() === '') return;
    close.mutate(
      { number: one.number, verdict, summary: summary.trim() },
      {
        onSuccess: () => {
          notices.done(`${one.number} closed`);
          props.onClose();
        },
      },
    );
  };
  return (
    <Modal onClose={props.onClose} title={`Close ${one.number}`}>
      <form onSubmit={submit}>
        <DialogBody>
          {openTasks === 0 ? null : (
            <Callout compact intent="warning" icon={false} className="form-note">
              {countOf(openTasks, 'task')} still open.
            </Callout>
          )}
          <FormGroup label="Verdict" labelFor="close-verdict">
            <WordSelect
              id="close-verdict"
              words={verdicts}
              value={verdict}
              say={(word) => verdictWords[word]}
              onChange={setVerdict}
            />
          </FormGroup>
          <FormGroup
            label="Summary"
            labelFor="close-summary"
            helperText="What it was and what was done; it opens the report."
          >
            <TextArea
              id="close-summary"
              fill
              rows={6}
              value={summary}
              onChange={(event) => setSummary(event.target.value)}
            />
          </FormGroup>
          {close.error === null ? null : <ErrorNote error={close.error} />}
        </DialogBody>
        <DialogFooter
          actions={
            <>
              <Button onClick={props.onClose}>Cancel</Button>
              <Button
                type="submit"
                intent="primary"
                disabled={verdict === undefined || summary.trim() === ''}
                loading={close.isPending}
              >
                Close the case
              </Button>
            </>
          }
        />
      </form>
    </Modal>
  );
}
