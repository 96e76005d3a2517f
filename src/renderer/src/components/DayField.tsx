import { FormGroup, InputGroup, type InputGroupProps } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import { isOptionalDay, stepDay } from '../text/time.ts';
import { stepByKey } from './step-by-key.ts';

/**
 * A day in UTC as days are shown everywhere, `2026-11-28`, or none: a browser's own field of dates follows the browser's language
 * instead. The arrow keys move the part that the caret stands in.
 */
export function DayField(
  props: {
    readonly id: string;
    readonly label: string;
    readonly hint: string;
    readonly value: string;
    readonly onChange: (value: string) => void;
  } & Pick<InputGroupProps, 'disabled' | 'placeholder' | 'rightElement'>,
): ReactElement {
  const { id, label, hint, value, onChange, ...input } = props;
  const isWrong = !isOptionalDay(value);
  const note = `${id}-wrong`;
  return (
    <FormGroup
      label={label}
      labelInfo={hint}
      labelFor={id}
      {...(isWrong ? { intent: 'danger' as const, helperText: <span id={note}>Write a day as 2026-11-28.</span> } : {})}
    >
      <InputGroup
        placeholder="YYYY-MM-DD"
        {...input}
        id={id}
        value={value}
        autoComplete="off"
        spellCheck={false}
        maxLength={32}
        aria-invalid={isWrong}
        {...(isWrong ? { intent: 'danger' as const, 'aria-describedby': note } : {})}
        onValueChange={(text) => onChange(text.trim())}
        onKeyDown={(event) => stepByKey(event, stepDay, onChange)}
      />
    </FormGroup>
  );
}
