import { Button, Dialog, DialogBody, DialogFooter } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import type { RepairResult } from '#shared/model/care.ts';
import { Field, Fields } from '../components/Fields.tsx';
import { HostileText } from '../components/HostileText.tsx';
import { formatCount } from '../text/words.ts';

const kinds = [
  ['connections', 'Connections'],
  ['triageEntries', 'Triage entries'],
  ['tagEntries', 'Tag entries'],
  ['cases', 'Cases'],
  ['caseParts', 'Case contents'],
  ['outbox', 'Outbox items'],
  ['settings', 'Settings'],
] as const;

/** What a repair saved and what it could not. */
export function RepairedDialog(props: {
  readonly result: Extract<RepairResult, { kind: 'repaired' }>;
  readonly onClose: () => void;
}): ReactElement {
  const { counts, keptIn } = props.result;
  return (
    <Dialog isOpen title="The database was repaired" onClose={props.onClose}>
      <DialogBody>
        <Fields>
          {kinds.map(([name, label]) => (
            <Field key={name} name={label}>
              {formatCount(counts[name].kept)} saved
              {counts[name].lost === 0 ? '' : `, up to ${formatCount(counts[name].lost)} lost`}
            </Field>
          ))}
          <Field name="Damaged files">
            <HostileText text={keptIn} mono />
          </Field>
        </Fields>
        <p>Sync to fetch the vendors’ records again.</p>
      </DialogBody>
      <DialogFooter
        actions={
          <Button intent="primary" onClick={props.onClose}>
            Go on
          </Button>
        }
      />
    </Dialog>
  );
}
