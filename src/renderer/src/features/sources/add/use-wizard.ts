import { useState } from 'react';
import type { ConnectionTest, VendorDescription } from '#shared/contract/schemas.ts';
import type { Connection } from '#shared/model/connection.ts';
import { useConnectionCommands } from '../../../bridge/use-connections.ts';
import { useSyncCommands } from '../../../bridge/use-sync.ts';
import { readSchedule, type ScheduleForm, writeSchedule } from '../schedule-form.ts';
import {
  type ConnectionForm,
  emptyForm,
  type FormProblems,
  findProblems,
  problemsOf,
  toConnectionInput,
} from './connection-form.ts';
import { stepBefore, type WizardStep } from './wizard-steps.ts';

/** Where connecting a vendor stands, and how it goes on. */
export interface Wizard {
  readonly vendor: VendorDescription;
  readonly step: WizardStep;
  readonly form: ConnectionForm;
  /** Of this step; said only after an attempt to leave it: a form that scolds from the start is no help. */
  readonly problems: FormProblems;
  readonly schedule: ScheduleForm;
  readonly startsNow: boolean;
  readonly test: {
    readonly result: ConnectionTest | undefined;
    readonly error: Error | null;
    readonly isPending: boolean;
  };
  /** Why it could not be stored. */
  readonly addError: Error | null;
  /** Why the first sync could not be started. */
  readonly startError: Error | null;
  /** Once it is stored and its first sync was asked for. */
  readonly added: Connection | undefined;
  /** The test has failed: going back is the better way. */
  readonly isDoubtful: boolean;
  readonly nextLabel: string;
  readonly nextButton: { readonly loading: boolean; readonly disabled: boolean };
  /** Undefined at the first step. */
  readonly back: (() => void) | undefined;
  change(form: ConnectionForm): void;
  setSchedule(form: ScheduleForm): void;
  setStartsNow(startsNow: boolean): void;
  runTest(): void;
  next(): void;
}

interface WizardParts {
  readonly vendor: VendorDescription;
  readonly takenNames: readonly string[];
  readonly onAdded: (connection: Connection) => void;
}

/** See {@link Wizard}. What was typed lives here only, and goes with the dialog. */
export function useWizard({ vendor, takenNames, onAdded }: WizardParts): Wizard {
  const { add, tryOut, update } = useConnectionCommands();
  const { start } = useSyncCommands();
  const [step, setStep] = useState<WizardStep>('account');
  const [form, setForm] = useState(() => emptyForm(vendor, takenNames));
  const [isChecked, setIsChecked] = useState(false);
  const [schedule, setSchedule] = useState(() => writeSchedule(null));
  const [startsNow, setStartsNow] = useState(true);
  const [added, setAdded] = useState<Connection>();
  const found = problemsOf(step, findProblems(form, vendor, takenNames));
  const syncEveryMinutes = readSchedule(schedule);
  const before = stepBefore(step);
  const isDoubtful = step === 'test' && tryOut.data?.ok === false;

  const goTo = (wanted: WizardStep): void => {
    setIsChecked(false);
    setStep(wanted);
  };
  const runTest = (): void => tryOut.mutate(toConnectionInput(form, vendor));
  const store = async (): Promise<void> => {
    const connection = await add.mutateAsync(toConnectionInput(form, vendor));
    // From here on the vault has the secret: nothing here remembers what was typed or sent.
    setForm({ ...form, secret: {} });
    add.reset();
    tryOut.reset();
    if (startsNow) setAdded(connection);
    if (typeof syncEveryMinutes === 'number') await update.mutateAsync({ id: connection.id, syncEveryMinutes });
    if (!startsNow) onAdded(connection);
    else await start.mutateAsync({ connectionIds: [connection.id], streams: null, full: false });
  };
  const next = (): void => {
    setIsChecked(true);
    if (Object.keys(found).length > 0) return;
    if (step === 'account') {
      goTo('test');
      runTest();
    } else if (step === 'test') goTo('streams');
    else if (step === 'streams') goTo('schedule');
    // Each command keeps its error, which is shown.
    else if (syncEveryMinutes !== undefined) void store().catch(() => undefined);
  };
  return {
    vendor,
    step,
    form,
    problems: isChecked ? found : {},
    schedule,
    startsNow,
    test: { result: tryOut.data, error: tryOut.error, isPending: tryOut.isPending },
    addError: add.error ?? (startsNow ? null : update.error),
    startError: update.error ?? start.error,
    added,
    isDoubtful,
    nextLabel: step === 'schedule' ? 'Connect' : isDoubtful ? 'Go on anyway' : 'Next',
    nextButton: {
      loading: add.isPending || (update.isPending && !startsNow),
      disabled: (step === 'test' && tryOut.isPending) || (step === 'schedule' && syncEveryMinutes === undefined),
    },
    back: before === undefined ? undefined : () => goTo(before),
    change: setForm,
    setSchedule,
    setStartsNow,
    runTest,
    next,
  };
}
