import { Button, DialogBody, DialogFooter, FormGroup, InputGroup } from '@blueprintjs/core';
import { type FormEvent, type ReactElement, useState } from 'react';
import { type PapMark, papMarks, type Severity, severities, type TlpMark, tlpMarks } from '#shared/model/vocabulary.ts';
import { useNavigation } from '../../app/navigation.tsx';
import { useSettings } from '../../bridge/use-app.ts';
import { useCreateCase } from '../../bridge/use-cases.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Modal } from '../../components/Modal.tsx';
import { WordSelect } from '../../components/WordSelect.tsx';
import { papWord, severityWords, tlpWord } from '../../text/words.ts';

/** Opens a case; everything can be changed later. */
export function NewCaseDialog(props: { readonly onClose: () => void }): ReactElement {
  const navigation = useNavigation();
  const create = useCreateCase();
  const settings = useSettings().data;
  const [title, setTitle] = useState('');
  const [severity, setSeverity] = useState<Severity>('medium');
  const [tlp, setTlp] = useState<TlpMark>();
  const [pap, setPap] = useState<PapMark>('amber');
  const tlpNow = tlp ?? settings?.defaultTlp ?? 'amber';
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (title.trim() === '') return;
    create.mutate(
      { title: title.trim(), severity, tlp: tlpNow, pap, assignee: settings?.analystName ?? null },
      {
        onSuccess: (created) => {
          props.onClose();
          navigation.go({ screen: 'cases', number: created.number });
        },
      },
    );
  };
  return (
    <Modal onClose={props.onClose} title="New case">
      <form onSubmit={submit}>
        <DialogBody>
          <FormGroup label="Title" labelFor="new-title">
            <InputGroup id="new-title" autoFocus value={title} onValueChange={setTitle} />
          </FormGroup>
          <div className="form-row">
            <FormGroup label="Severity" labelFor="new-severity">
              <WordSelect
                id="new-severity"
                words={severities}
                value={severity}
                say={(word) => severityWords[word]}
                onChange={setSeverity}
              />
            </FormGroup>
            <FormGroup label="May be shared (TLP)" labelFor="new-tlp">
              <WordSelect id="new-tlp" words={tlpMarks} value={tlpNow} say={tlpWord} onChange={setTlp} />
            </FormGroup>
            <FormGroup label="May be acted on (PAP)" labelFor="new-pap">
              <WordSelect id="new-pap" words={papMarks} value={pap} say={papWord} onChange={setPap} />
            </FormGroup>
          </div>
          {create.error === null ? null : <ErrorNote error={create.error} />}
        </DialogBody>
        <DialogFooter
          actions={
            <>
              <Button onClick={props.onClose}>Cancel</Button>
              <Button type="submit" intent="primary" disabled={title.trim() === ''} loading={create.isPending}>
                Create
              </Button>
            </>
          }
        />
      </form>
    </Modal>
  );
}
