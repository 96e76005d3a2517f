import { Button, Callout, DialogBody, DialogFooter } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import type { ListCheck } from '#shared/model/benign-list.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Field, Fields } from '../../components/Fields.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import { Modal } from '../../components/Modal.tsx';
import { formatCount, typeWords } from '../../text/words.ts';

function describePresent({ present }: ListCheck): string {
  if (present === null) return 'None of that name; it would be added.';
  const from = present.isShipped ? 'shipped' : 'from a file';
  return `Version ${present.version} (${from}) with ${formatCount(present.entries)} entries; it would be replaced.`;
}

/** What taking a list over would come to, before anything is changed. */
export function ImportListDialog(props: {
  readonly check: ListCheck;
  readonly isBusy: boolean;
  readonly error: Error | null;
  readonly onClose: () => void;
  readonly onImport: () => void;
}): ReactElement {
  const { check } = props;
  return (
    <Modal onClose={props.onClose} title="Take over a list">
      <DialogBody>
        <Fields>
          <Field name="List">
            <HostileText text={check.title} /> (<HostileText text={check.name} mono />)
          </Field>
          <Field name="Version">{check.version}</Field>
          <Field name="Speaks of">{check.types.map((type) => typeWords[type]).join(', ')}</Field>
          <Field name="Entries">{formatCount(check.entries)}</Field>
          <Field name="Left out">
            {check.leftOut === 0 ? 'none' : `${formatCount(check.leftOut)} that do not fit the list’s own kind`}
          </Field>
          <Field name="Here now">
            {check.isNewer ? describePresent(check) : `Version ${check.present?.version ?? ''}`}
          </Field>
        </Fields>
        {check.isNewer ? null : (
          <Callout compact intent="warning" icon={false} className="list-older">
            This version, or a newer one, is here already; nothing would change.
          </Callout>
        )}
        {props.error === null ? null : <ErrorNote error={props.error} />}
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button onClick={props.onClose}>Cancel</Button>
            <Button intent="primary" disabled={!check.isNewer} loading={props.isBusy} onClick={props.onImport}>
              Take over
            </Button>
          </>
        }
      />
    </Modal>
  );
}
