import { Button, DialogBody, DialogFooter, FormGroup, HTMLSelect, TextArea } from '@blueprintjs/core';
import { type FormEvent, type ReactElement, useState } from 'react';
import type { CaseNote, CaseSummary } from '#shared/model/case.ts';
import type { CaseNumber } from '#shared/model/ids.ts';
import type { Observation } from '#shared/model/indicator.ts';
import { revealHidden } from '#shared/text/hidden-characters.ts';
import { useNotices } from '../../app/notices.tsx';
import { useCaseNotes } from '../../bridge/use-case-log.ts';
import { useCaseCommands, useCases } from '../../bridge/use-cases.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Modal } from '../../components/Modal.tsx';

const newNote = 'new';

const isClosed = ({ status }: CaseSummary): boolean => status === 'closed';

const shorten = ({ text }: CaseNote): string => revealHidden(text.replaceAll(/\s+/g, ' ').slice(0, 70));

function NoteChoice(props: {
  readonly number: CaseNumber;
  readonly value: string;
  readonly onValue: (value: string) => void;
}): ReactElement {
  const notes = useCaseNotes(props.number);
  return (
    <FormGroup label="Note" labelFor="pin-note">
      <HTMLSelect id="pin-note" fill value={props.value} onChange={(event) => props.onValue(event.currentTarget.value)}>
        <option value={newNote}>New note…</option>
        {notes.entries.map((note) => (
          <option key={note.id} value={String(note.id)}>
            {shorten(note)}
          </option>
        ))}
      </HTMLSelect>
    </FormGroup>
  );
}

/** Pins a vendor's record to a note of a case, frozen as it is now. */
export function PinRecordDialog(props: {
  readonly observation: Observation;
  readonly onClose: () => void;
}): ReactElement {
  const { observation } = props;
  const cases = useCases();
  const { addNote, pinRecord } = useCaseCommands();
  const notices = useNotices();
  const [choice, setChoice] = useState<CaseNumber>();
  const [note, setNote] = useState(newNote);
  const [text, setText] = useState('');
  const known = (cases.data ?? []).toSorted(
    (a, b) => Number(isClosed(a)) - Number(isClosed(b)) || b.updatedAtMs - a.updatedAtMs,
  );
  const number = choice ?? known[0]?.number;
  const isReady = number !== undefined && (note !== newNote || text.trim() !== '');
  const pin = (noteId: number): void => {
    if (number === undefined) return;
    // Asked again after a failure, the record goes to the note that was written before it.
    setNote(String(noteId));
    const onSuccess = (): void => {
      notices.done(`Pinned to note ${noteId} of ${number}`);
      props.onClose();
    };
    pinRecord.mutate({ number, noteId, observationId: observation.id }, { onSuccess });
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isReady) return;
    if (note !== newNote) pin(Number(note));
    else addNote.mutate({ number, text: text.trim() }, { onSuccess: ({ id }) => pin(id) });
  };
  const isBusy = addNote.isPending || pinRecord.isPending;
  const error = addNote.error ?? pinRecord.error ?? cases.error;
  return (
    <Modal onClose={props.onClose} title="Pin this record to a case">
      <form onSubmit={submit}>
        <DialogBody>
          {cases.isPending ? <Loading /> : null}
          {cases.isSuccess && known.length === 0 ? (
            <p>There is no case yet. Put the indicator into a case first.</p>
          ) : null}
          {number === undefined ? null : (
            <>
              <FormGroup label="Case" labelFor="pin-case">
                <HTMLSelect
                  id="pin-case"
                  fill
                  autoFocus
                  value={number}
                  onChange={(event) => {
                    setChoice(known.find((one) => one.number === event.currentTarget.value)?.number);
                    setNote(newNote);
                  }}
                >
                  {known.map((one) => (
                    <option key={one.number} value={one.number}>
                      {one.number} {revealHidden(one.title)}
                      {isClosed(one) ? ' (closed)' : null}
                    </option>
                  ))}
                </HTMLSelect>
              </FormGroup>
              <NoteChoice number={number} value={note} onValue={setNote} />
              {note === newNote ? (
                <FormGroup label="Text" labelFor="pin-text" helperText="What the record shows.">
                  <TextArea
                    id="pin-text"
                    fill
                    autoResize
                    rows={3}
                    value={text}
                    onChange={(event) => setText(event.target.value)}
                  />
                </FormGroup>
              ) : null}
            </>
          )}
          {error === null ? null : <ErrorNote error={error} />}
        </DialogBody>
        <DialogFooter
          actions={
            <>
              <Button onClick={props.onClose}>Cancel</Button>
              <Button type="submit" intent="primary" disabled={!isReady} loading={isBusy}>
                Pin
              </Button>
            </>
          }
        />
      </form>
    </Modal>
  );
}
