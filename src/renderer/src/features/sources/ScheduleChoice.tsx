import { HTMLSelect, InputGroup, Radio, RadioGroup } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import { readSchedule, type ScheduleForm } from './schedule-form.ts';

/** Off, or every so many minutes or hours. */
export function ScheduleChoice(props: {
  readonly label: string;
  readonly form: ScheduleForm;
  readonly onChange: (form: ScheduleForm) => void;
}): ReactElement {
  const { form, onChange } = props;
  const isValid = readSchedule(form) !== undefined;
  return (
    <>
      <RadioGroup
        label={props.label}
        selectedValue={form.isOn ? 'on' : 'off'}
        onChange={(event) => onChange({ ...form, isOn: event.currentTarget.value === 'on' })}
      >
        <Radio value="off" label="Only when asked" />
        <Radio value="on" label="By itself, while this window is open" />
      </RadioGroup>
      {form.isOn ? (
        <>
          <div className="schedule-every">
            every
            <InputGroup
              aria-label="How many"
              inputMode="numeric"
              value={form.count}
              intent={isValid ? 'none' : 'danger'}
              onValueChange={(count) => onChange({ ...form, count })}
            />
            <HTMLSelect
              aria-label="Unit"
              value={form.unit}
              onChange={(event) =>
                onChange({ ...form, unit: event.currentTarget.value === 'hours' ? 'hours' : 'minutes' })
              }
            >
              <option value="minutes">minutes</option>
              <option value="hours">hours</option>
            </HTMLSelect>
          </div>
          <p aria-live="polite" className={isValid ? 'muted' : 'word-failed'}>
            {isValid
              ? 'It uses the vendor’s rate budget as a sync by hand does, waits while the limit is used up or there is no network, and pauses when the key is refused.'
              : 'A whole number, from 5 minutes to 168 hours.'}
          </p>
        </>
      ) : null}
    </>
  );
}
