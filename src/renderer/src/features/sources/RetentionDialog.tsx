import { Button, DialogBody, DialogFooter, InputGroup, Radio, RadioGroup } from '@blueprintjs/core';
import { type ReactElement, useState } from 'react';
import { type Connection, retentionDaysSchema } from '#shared/model/connection.ts';
import { useNotices } from '../../app/notices.tsx';
import { useConnectionCommands, useDueRecords, useForgetDue } from '../../bridge/use-connections.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Modal } from '../../components/Modal.tsx';

const firstDays = 180;
/** How often what is left is counted while records go. */
const countEveryMs = 1_000;

/** For how long a connection's records are kept; tells how many would go before any does. */
export function RetentionDialog(props: {
  readonly connection: Connection;
  readonly onClose: () => void;
}): ReactElement {
  const { connection, onClose } = props;
  const { update } = useConnectionCommands();
  const { run: forgetDue, stop } = useForgetDue();
  const notices = useNotices();
  const [isLimited, setLimited] = useState(connection.retentionDays !== null);
  const [typed, setTyped] = useState(String(connection.retentionDays ?? firstDays));
  const days = retentionDaysSchema.safeParse(Number(typed));
  const wanted = isLimited ? (days.data ?? null) : null;
  const due = useDueRecords(connection.id, wanted, forgetDue.isPending ? countEveryMs : undefined);
  const isReady = !isLimited || (days.success && due.data !== undefined);
  const records = wanted === null ? 0 : (due.data?.records ?? 0);
  const save = async (): Promise<void> => {
    await update.mutateAsync({ id: connection.id, retentionDays: wanted });
    if (records > 0) {
      const gone = await forgetDue.mutateAsync({ id: connection.id });
      notices.done(`${gone.records.toLocaleString('en-US')} records deleted`);
    }
    onClose();
  };
  const error = update.error ?? forgetDue.error ?? due.error;
  return (
    <Modal onClose={onClose} title="How long records are kept">
      <DialogBody>
        <RadioGroup
          label={connection.name}
          selectedValue={isLimited ? 'limited' : 'forever'}
          onChange={(event) => setLimited(event.currentTarget.value === 'limited')}
        >
          <Radio value="forever" label="For good" />
          <Radio value="limited" label="For some days after anything was last heard of them" />
        </RadioGroup>
        {isLimited ? (
          <>
            <div className="retention-days">
              <InputGroup
                aria-label="Days"
                inputMode="numeric"
                value={typed}
                intent={days.success ? 'none' : 'danger'}
                onValueChange={setTyped}
              />
              days
            </div>
            <p aria-live="polite">
              {forgetDue.isPending ? goingSentence(records) : dueSentence(days.success, due.data?.records)}
            </p>
          </>
        ) : null}
        <p>
          Never deleted: records of indicators that are in a case, that you decided on or tagged, or that have a change
          in the outbox. What the vendor still lists comes back with a sync in full.
        </p>
        {error === null ? null : <ErrorNote error={error} />}
      </DialogBody>
      <DialogFooter
        actions={
          <>
            {forgetDue.isPending ? <Button onClick={stop}>Stop</Button> : <Button onClick={onClose}>Cancel</Button>}
            <Button
              intent={records > 0 ? 'danger' : 'primary'}
              disabled={!isReady}
              loading={update.isPending || forgetDue.isPending}
              // The error is shown above.
              onClick={() => void save().catch(() => undefined)}
            >
              {records > 0 ? `Save and delete ${records.toLocaleString('en-US')} now` : 'Save'}
            </Button>
          </>
        }
      />
    </Modal>
  );
}

function goingSentence(left: number): string {
  return `Deleting; ${left.toLocaleString('en-US')} ${left === 1 ? 'record is' : 'records are'} left.`;
}

function dueSentence(isNumber: boolean, records: number | undefined): string {
  if (!isNumber) return 'A whole number from 1 to 3,650.';
  if (records === undefined) return 'Counting what is older …';
  if (records === 0) return 'Nothing is older than that now; each complete sync looks again.';
  return `${records.toLocaleString('en-US')} ${records === 1 ? 'record is' : 'records are'} older than that now; each complete sync looks again.`;
}
