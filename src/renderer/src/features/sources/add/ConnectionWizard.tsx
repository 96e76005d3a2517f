import { Button, Checkbox, DialogBody, DialogFooter } from '@blueprintjs/core';
import { type FormEvent, type ReactElement, useEffect, useRef } from 'react';
import type { VendorDescription } from '#shared/contract/schemas.ts';
import type { Connection } from '#shared/model/connection.ts';
import { ErrorNote } from '../../../components/ErrorNote.tsx';
import { ScheduleChoice } from '../ScheduleChoice.tsx';
import { SecretFields } from '../SecretFields.tsx';
import { FirstSync } from './FirstSync.tsx';
import { PlaceFields } from './PlaceFields.tsx';
import { StepList } from './StepList.tsx';
import { StreamOptionFields } from './StreamOptionFields.tsx';
import { TestStep } from './TestStep.tsx';
import { useWizard, type Wizard } from './use-wizard.ts';

/** See {@link ConnectionWizard}. */
export interface ConnectionWizardProps {
  readonly vendor: VendorDescription;
  readonly takenNames: readonly string[];
  readonly onOtherVendor: () => void;
  readonly onCancel: () => void;
  readonly onAdded: (connection: Connection) => void;
}

function AccountStep(props: { readonly wizard: Wizard }): ReactElement {
  const { vendor, form, problems, change } = props.wizard;
  return (
    <>
      <PlaceFields vendor={vendor} form={form} problems={problems} onChange={change} />
      <SecretFields
        vendor={vendor}
        secret={form.secret}
        keepIn={form.keepIn}
        problems={problems}
        onSecret={(secret) => change({ ...form, secret })}
        onKeepIn={(keepIn) => change({ ...form, keepIn })}
      />
    </>
  );
}

function ScheduleStep(props: { readonly wizard: Wizard }): ReactElement {
  const { schedule, setSchedule, startsNow, setStartsNow, addError } = props.wizard;
  return (
    <>
      <ScheduleChoice label="When it is synced" form={schedule} onChange={setSchedule} />
      <Checkbox
        label="Start the first sync now"
        checked={startsNow}
        onChange={(event) => setStartsNow(event.currentTarget.checked)}
      />
      {addError === null ? null : <ErrorNote error={addError} />}
    </>
  );
}

function Step(props: { readonly wizard: Wizard }): ReactElement {
  const { wizard } = props;
  switch (wizard.step) {
    case 'account':
      return <AccountStep wizard={wizard} />;
    case 'test':
      return <TestStep vendor={wizard.vendor.displayName} {...wizard.test} onRetry={wizard.runTest} />;
    case 'streams':
      return (
        <StreamOptionFields
          vendor={wizard.vendor}
          form={wizard.form}
          problems={wizard.problems}
          onChange={(options) => wizard.change({ ...wizard.form, options })}
        />
      );
    default:
      return <ScheduleStep wizard={wizard} />;
  }
}

/** From an account to its first sync: account, test, streams, schedule, sync. Nothing is stored before the last step but one. */
export function ConnectionWizard(props: ConnectionWizardProps): ReactElement {
  const wizard = useWizard(props);
  const { step, added, back } = wizard;
  const box = useRef<HTMLDivElement>(null);
  // In the first step the first field takes the focus by itself.
  useEffect(() => {
    if (step !== 'account') box.current?.focus();
  }, [step]);
  if (added !== undefined) {
    return <FirstSync connection={added} error={wizard.startError} onClose={() => props.onAdded(added)} />;
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    wizard.next();
  };
  return (
    <form onSubmit={submit} autoComplete="off">
      <DialogBody>
        <StepList current={step} />
        <div ref={box} tabIndex={-1} className="wizard-step">
          <Step wizard={wizard} />
        </div>
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button onClick={props.onCancel}>Cancel</Button>
            <Button type="submit" intent={wizard.isDoubtful ? 'none' : 'primary'} {...wizard.nextButton}>
              {wizard.nextLabel}
            </Button>
          </>
        }
      >
        {back === undefined ? (
          <Button variant="minimal" onClick={props.onOtherVendor}>
            Other vendor
          </Button>
        ) : (
          <Button variant="minimal" intent={wizard.isDoubtful ? 'primary' : 'none'} onClick={back}>
            Back
          </Button>
        )}
      </DialogFooter>
    </form>
  );
}
