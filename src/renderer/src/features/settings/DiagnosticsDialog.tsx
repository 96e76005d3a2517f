import { Button, DialogBody, DialogFooter } from '@blueprintjs/core';
import { type ReactElement, useEffect } from 'react';
import { useNotices } from '../../app/notices.tsx';
import { useDiagnose, useSaveDiagnostics } from '../../bridge/use-care.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Modal } from '../../components/Modal.tsx';

/** Shows what the file for the support holds, to the last letter, and saves exactly that. */
export function DiagnosticsDialog(props: { readonly onClose: () => void }): ReactElement {
  const { mutate, data, error } = useDiagnose();
  const saving = useSaveDiagnostics();
  const notices = useNotices();
  useEffect(() => mutate(null), [mutate]);
  const save = (id: number): void => {
    saving.mutate(
      { id },
      {
        onSuccess: (saved) => {
          if (saved === null) return;
          notices.done(`Diagnostics saved to ${saved.place}`);
          props.onClose();
        },
      },
    );
  };
  return (
    <Modal onClose={props.onClose} title="Diagnostics" className="diagnostics">
      <DialogBody>
        <p className="settings-note">
          Versions, counts, states and the end of the log. Keys, indicator values, notes and cases are not in it; names
          and addresses of connections are. Nothing is sent anywhere.
        </p>
        {error === null ? null : <ErrorNote error={error} />}
        {data === undefined ? (
          error === null && <Loading lines={8} />
        ) : (
          // Ours, and already free of invisible characters; a text area can only show text.
          <textarea className="diagnostics-text" aria-label="What will be saved" readOnly value={data.text} />
        )}
        {saving.error === null ? null : <ErrorNote error={saving.error} />}
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button onClick={props.onClose}>Close</Button>
            <Button
              intent="primary"
              disabled={data === undefined}
              loading={saving.isPending}
              onClick={() => data !== undefined && save(data.id)}
            >
              Save…
            </Button>
          </>
        }
      />
    </Modal>
  );
}
