import { Button, DialogBody, DialogFooter } from '@blueprintjs/core';
import { type FormEvent, type ReactElement, useState } from 'react';
import type { Connection } from '#shared/model/connection.ts';
import { useConnectionCommands } from '../../bridge/use-connections.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Modal } from '../../components/Modal.tsx';
import { ScheduleChoice } from './ScheduleChoice.tsx';
import { readSchedule, writeSchedule } from './schedule-form.ts';

/** How often a connection is synced by itself. */
export function ScheduleDialog(props: { readonly connection: Connection; readonly onClose: () => void }): ReactElement {
  const { connection, onClose } = props;
  const { update } = useConnectionCommands();
  const [form, setForm] = useState(() => writeSchedule(connection.syncEveryMinutes));
  const syncEveryMinutes = readSchedule(form);
  const save = (event: FormEvent): void => {
    event.preventDefault();
    if (syncEveryMinutes === undefined) return;
    update.mutate({ id: connection.id, syncEveryMinutes }, { onSuccess: onClose });
  };
  return (
    <Modal onClose={onClose} title="How often it is synced">
      <form onSubmit={save}>
        <DialogBody>
          <ScheduleChoice label={connection.name} form={form} onChange={setForm} />
          {update.error === null ? null : <ErrorNote error={update.error} />}
        </DialogBody>
        <DialogFooter
          actions={
            <>
              <Button onClick={onClose}>Cancel</Button>
              <Button
                type="submit"
                intent="primary"
                disabled={syncEveryMinutes === undefined}
                loading={update.isPending}
              >
                Save
              </Button>
            </>
          }
        />
      </form>
    </Modal>
  );
}
