import { FormGroup, HTMLSelect, InputGroup } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import type { VendorDescription } from '#shared/contract/schemas.ts';
import { type ConnectionForm, type FormProblems, optionKey, optionSections } from './connection-form.ts';

type Stream = VendorDescription['streams'][number];
type Option = Stream['options'][number];

function OptionField(props: {
  readonly id: string;
  readonly option: Option;
  readonly value: string;
  readonly problem: string | undefined;
  readonly onChange: (value: string) => void;
}): ReactElement {
  const { option, id } = props;
  const choices = option.kind === 'boolean' ? ['true', 'false'] : option.choices;
  return (
    <FormGroup
      label={<span className="mono">{option.name}</span>}
      labelFor={id}
      helperText={props.problem ?? option.hint}
      intent={props.problem === undefined ? 'none' : 'danger'}
    >
      {choices.length > 0 ? (
        <HTMLSelect id={id} fill value={props.value} onChange={(event) => props.onChange(event.currentTarget.value)}>
          <option value="">vendor’s default</option>
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </HTMLSelect>
      ) : (
        <InputGroup id={id} value={props.value} placeholder="vendor’s default" onValueChange={props.onChange} />
      )}
    </FormGroup>
  );
}

/** What is synced, with the options of each stream and of the account under the vendor's own names where it has some. */
export function StreamOptionFields(props: {
  readonly vendor: VendorDescription;
  readonly form: ConnectionForm;
  readonly problems: FormProblems;
  readonly onChange: (options: ConnectionForm['options']) => void;
}): ReactElement {
  const sections = optionSections(props.vendor);
  const plain = props.vendor.streams.filter(({ options }) => options.length === 0);
  return (
    <div className="stream-options">
      <p className="muted">
        {sections.length === 0
          ? 'Everything that the account may read is synced.'
          : 'What is left empty is the vendor’s default; the defaults fit most.'}
        {plain.length === 0 || sections.length === 0
          ? ''
          : ` Without options: ${plain.map(({ displayName }) => displayName).join(', ')}.`}
      </p>
      {sections.map((stream) => (
        <fieldset key={stream.id}>
          <legend>{stream.displayName}</legend>
          <div className="option-grid">
            {stream.options.map((option) => {
              const key = optionKey(stream.id, option.name);
              return (
                <OptionField
                  key={key}
                  id={`option-${stream.id}-${option.name}`}
                  option={option}
                  value={props.form.options[key] ?? ''}
                  problem={props.problems[key]}
                  onChange={(value) => props.onChange({ ...props.form.options, [key]: value })}
                />
              );
            })}
          </div>
        </fieldset>
      ))}
    </div>
  );
}
