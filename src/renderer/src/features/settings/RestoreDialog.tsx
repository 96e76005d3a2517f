import { Button, Callout, DialogBody, DialogFooter, Radio, RadioGroup } from '@blueprintjs/core';
import { type ReactElement, useState } from 'react';
import type { BackupList } from '#shared/model/care.ts';
import { useNotices } from '../../app/notices.tsx';
import { useBackups, useRestore } from '../../bridge/use-care.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Modal } from '../../components/Modal.tsx';
import { Moment } from '../../components/Moment.tsx';
import { formatCount } from '../../text/words.ts';

/** Puts a backup in the place of what is there; what is there is kept. */
export function RestoreDialog(props: { readonly onClose: () => void }): ReactElement {
  const { onClose } = props;
  const backups = useBackups();
  const restore = useRestore();
  const notices = useNotices();
  const [name, setName] = useState<string>();
  const run = (): void => {
    if (name === undefined) return;
    restore.mutate(
      { name },
      {
        onSuccess: ({ keptIn }) => {
          notices.done(keptIn === null ? 'Restored' : `Restored; what was there before is kept in ${keptIn}`);
          onClose();
        },
      },
    );
  };
  return (
    <Modal onClose={onClose} title="Restore a backup">
      <DialogBody>
        {backups.error === null ? null : <ErrorNote error={backups.error} />}
        {backups.isPending ? <Loading lines={3} /> : null}
        {backups.data === undefined ? null : <Choice list={backups.data} name={name} onName={setName} />}
        {name === undefined ? null : (
          <Callout compact intent="warning" icon={false}>
            Everything in the cache, triage, cases and settings is replaced by the backup. What is there now is kept in
            a folder of its own. Running syncs are ended.
          </Callout>
        )}
        {restore.error === null ? null : <ErrorNote error={restore.error} />}
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button intent="danger" disabled={name === undefined} loading={restore.isPending} onClick={run}>
              Restore
            </Button>
          </>
        }
      />
    </Modal>
  );
}

function Choice(props: {
  readonly list: BackupList;
  readonly name: string | undefined;
  readonly onName: (name: string) => void;
}): ReactElement {
  const { folder, files } = props.list;
  const place = (
    <p className="settings-note">
      Looked for in <HostileText text={folder} mono />. Those elsewhere: copy them there, or close this window and run{' '}
      <code>sightline restore FILE</code>.
    </p>
  );
  if (files.length === 0) {
    return (
      <>
        <EmptyState title="No backup is there">Back up… writes one.</EmptyState>
        {place}
      </>
    );
  }
  return (
    <>
      <RadioGroup
        label="Backups, newest first"
        {...(props.name === undefined ? {} : { selectedValue: props.name })}
        onChange={(event) => props.onName(event.currentTarget.value)}
      >
        {files.map((file) => (
          <Radio key={file.name} value={file.name}>
            <HostileText text={file.name} mono /> <Moment atMs={file.writtenAtMs} />,{' '}
            {formatCount(Math.ceil(file.sizeBytes / 1_024))} KiB
          </Radio>
        ))}
      </RadioGroup>
      {place}
    </>
  );
}
