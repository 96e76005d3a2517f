import { Button, DialogBody, DialogFooter } from '@blueprintjs/core';
import { type FormEvent, type ReactElement, useState } from 'react';
import type { VendorDescription } from '#shared/contract/schemas.ts';
import type { Connection } from '#shared/model/connection.ts';
import { useNotices } from '../../app/notices.tsx';
import { useConnectionCommands } from '../../bridge/use-connections.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Modal } from '../../components/Modal.tsx';
import { SecretFields } from './SecretFields.tsx';

const noProblems = {};

/** Replaces or forgets the credentials of a connection. */
export function SecretDialog(props: {
  readonly connection: Connection;
  readonly vendor: VendorDescription | undefined;
  readonly onClose: () => void;
}): ReactElement {
  const { connection, vendor } = props;
  const { setSecret, clearSecret } = useConnectionCommands();
  const notices = useNotices();
  const [secret, setFields] = useState<Readonly<Record<string, string>>>({});
  const [keepIn, setKeepIn] = useState(connection.secretKeptIn ?? 'keychain');
  const isComplete =
    vendor?.credentialFields.every((field) => !field.required || (secret[field.name] ?? '').trim() !== '') ?? false;
  const done = (message: string): void => {
    notices.done(message);
    props.onClose();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isComplete) return;
    const filled = Object.fromEntries(
      Object.entries(secret)
        .map(([name, value]) => [name, value.trim()] as const)
        .filter(([, value]) => value !== ''),
    );
    setSecret.mutate(
      { id: connection.id, secret: filled, keepIn },
      { onSuccess: () => done(`Credentials of ${connection.name} saved`) },
    );
  };
  const error = setSecret.error ?? clearSecret.error;
  return (
    <Modal onClose={props.onClose} title={`Credentials of ${connection.name}`}>
      <form onSubmit={submit} autoComplete="off">
        <DialogBody>
          {vendor === undefined ? (
            <Loading />
          ) : (
            <SecretFields
              vendor={vendor}
              secret={secret}
              keepIn={keepIn}
              problems={noProblems}
              onSecret={setFields}
              onKeepIn={setKeepIn}
            />
          )}
          {error === null ? null : <ErrorNote error={error} />}
        </DialogBody>
        <DialogFooter
          actions={
            <>
              <Button onClick={props.onClose}>Cancel</Button>
              <Button type="submit" intent="primary" disabled={!isComplete} loading={setSecret.isPending}>
                Save
              </Button>
            </>
          }
        >
          {connection.hasSecret ? (
            <Button
              variant="minimal"
              intent="danger"
              loading={clearSecret.isPending}
              onClick={() =>
                clearSecret.mutate(
                  { id: connection.id },
                  { onSuccess: () => done(`Credentials of ${connection.name} forgotten`) },
                )
              }
            >
              Forget them
            </Button>
          ) : null}
        </DialogFooter>
      </form>
    </Modal>
  );
}
