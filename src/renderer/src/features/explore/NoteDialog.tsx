import { Button, DialogBody, DialogFooter, FormGroup, TextArea } from '@blueprintjs/core';
import { type ReactElement, useEffect, useRef, useState } from 'react';
import type { Selection } from '#shared/contract/schemas.ts';
import { Modal } from '../../components/Modal.tsx';
import { describeSelection } from '../../text/selection-words.ts';
import { useTriageActions } from './use-triage-actions.ts';

/** Writes a note into the triage history of what is selected; state and verdict stay. */
export function NoteDialog(props: { readonly selection: Selection; readonly onClose: () => void }): ReactElement {
  const [note, setNote] = useState('');
  const triage = useTriageActions();
  const isOpen = useRef(true);
  useEffect(() => {
    isOpen.current = true;
    return () => {
      isOpen.current = false;
    };
  }, []);
  const save = async (): Promise<void> => {
    if (note.trim() === '' || triage.isBusy) return;
    // What could not be stored stays where it can be tried again, or copied. Closed before, there is nothing left to close.
    const isStored = await triage.change({ note: note.trim() }, props.selection, 'noted');
    if (isStored && isOpen.current) props.onClose();
  };
  const what = describeSelection(props.selection);
  return (
    <Modal onClose={props.onClose} title="Write a note">
      <DialogBody>
        <FormGroup
          label={`Note on ${what}`}
          labelFor="note-text"
          helperText="Ctrl+Enter saves. State and verdict stay as they are."
        >
          <TextArea
            id="note-text"
            autoFocus
            fill
            rows={5}
            value={note}
            onChange={(event) => setNote(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void save();
            }}
          />
        </FormGroup>
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button onClick={props.onClose}>Cancel</Button>
            <Button intent="primary" disabled={note.trim() === ''} loading={triage.isBusy} onClick={() => void save()}>
              Save note
            </Button>
          </>
        }
      />
    </Modal>
  );
}
