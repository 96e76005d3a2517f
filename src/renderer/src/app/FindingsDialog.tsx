import { Button, Dialog, DialogBody, DialogFooter } from '@blueprintjs/core';
import { type ReactElement, useState } from 'react';
import type { RepairResult } from '#shared/model/care.ts';
import { useIsDamaged, useRepair } from '../bridge/use-care.ts';
import { ErrorNote } from '../components/ErrorNote.tsx';
import { Field, Fields } from '../components/Fields.tsx';
import { HostileText } from '../components/HostileText.tsx';
import { formatCount } from '../text/words.ts';

/**
 * Stands before everything else while the database is damaged: says what can be done and changes nothing until the analyst chooses.
 */
export function DamagedDialog(): ReactElement | null {
  const isDamaged = useIsDamaged();
  const repair = useRepair();
  const [isPutOff, setIsPutOff] = useState(false);
  const done = repair.data;
  if (done !== undefined && done.kind === 'repaired' && !isPutOff) {
    return <Repaired result={done} onClose={() => setIsPutOff(true)} />;
  }
  if (!isDamaged || isPutOff) return null;
  return (
    <Dialog isOpen title="The database is damaged" canOutsideClickClose={false} onClose={() => setIsPutOff(true)}>
      <DialogBody>
        <p>
          Repairing saves connections, triage, tags, cases, outbox and settings into a new database. The vendors’
          records are fetched again by the next sync. The damaged files are kept; nothing is deleted.
        </p>
        <p>
          If you have a backup that is better than that, close the window and run <code>sightline restore FILE</code>.
        </p>
        {repair.error === null ? null : <ErrorNote error={repair.error} />}
        {done?.kind === 'sound' ? <p role="status">The file was found sound; look again.</p> : null}
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button onClick={() => setIsPutOff(true)}>Not now</Button>
            <Button intent="primary" loading={repair.isPending} onClick={() => repair.mutate(null)}>
              Repair
            </Button>
          </>
        }
      />
    </Dialog>
  );
}

const kinds = [
  ['connections', 'Connections'],
  ['triageEntries', 'Triage entries'],
  ['tagEntries', 'Tag entries'],
  ['cases', 'Cases'],
  ['caseParts', 'Case contents'],
  ['outbox', 'Outbox items'],
  ['settings', 'Settings'],
] as const;

function Repaired(props: {
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
