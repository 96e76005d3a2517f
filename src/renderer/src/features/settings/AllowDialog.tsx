import { Button, DialogBody, DialogFooter, FormGroup, InputGroup } from '@blueprintjs/core';
import { type FormEvent, type ReactElement, useState } from 'react';
import type { AllowEntryView } from '#shared/model/benign-list.ts';
import { readWrittenDay } from '#shared/text/written-moments.ts';
import { useListCommands } from '../../bridge/use-lists.ts';
import { DayField } from '../../components/DayField.tsx';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Modal } from '../../components/Modal.tsx';
import { isOptionalDay } from '../../text/time.ts';

const dayMs = 86_400_000;

/** The last day (UTC) of an entry that ends at a moment, as a day field takes it. */
const lastDay = (expiresAtMs: number | null): string =>
  expiresAtMs === null ? '' : new Date(expiresAtMs - 1).toISOString().slice(0, 10);

/** The end of a day; null for none. */
const endOf = (day: string): number | null => {
  const startMs = readWrittenDay(day);
  return startMs === null ? null : startMs + dayMs;
};

/** Trusts a value, or changes why and until when one is trusted; whoever saves it stands beside it. */
export function AllowDialog(props: {
  /** Undefined for a new one. */
  readonly entry: AllowEntryView | undefined;
  readonly onClose: () => void;
}): ReactElement {
  const { entry, onClose } = props;
  const { allow } = useListCommands();
  const [value, setValue] = useState(entry?.value ?? '');
  const [reason, setReason] = useState(entry?.reason ?? '');
  const [day, setDay] = useState(lastDay(entry?.expiresAtMs ?? null));
  const isReady = value.trim() !== '' && reason.trim() !== '' && isOptionalDay(day);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady) allow.mutate({ value, reason, expiresAtMs: endOf(day) }, { onSuccess: onClose });
  };
  return (
    <Modal onClose={onClose} title={entry === undefined ? 'Trust a value' : 'Change a trusted value'}>
      <form onSubmit={submit}>
        <DialogBody>
          <FormGroup label="Value" labelFor="allow-value">
            <InputGroup
              id="allow-value"
              autoFocus={entry === undefined}
              disabled={entry !== undefined}
              value={value}
              placeholder="*.our-lab.net, 198.51.100.0/24, a hash …"
              onValueChange={setValue}
            />
          </FormGroup>
          <FormGroup label="Reason" labelFor="allow-reason">
            <InputGroup
              id="allow-reason"
              autoFocus={entry !== undefined}
              maxLength={2_000}
              value={reason}
              placeholder="Why it is harmless here"
              onValueChange={setReason}
            />
          </FormGroup>
          <DayField id="allow-day" label="Last day" hint="(UTC, optional)" value={day} onChange={setDay} />
          {allow.error === null ? null : <ErrorNote error={allow.error} />}
        </DialogBody>
        <DialogFooter
          actions={
            <>
              <Button onClick={onClose}>Cancel</Button>
              <Button type="submit" intent="primary" disabled={!isReady} loading={allow.isPending}>
                Save
              </Button>
            </>
          }
        />
      </form>
    </Modal>
  );
}
