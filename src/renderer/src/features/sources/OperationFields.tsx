import { FormGroup, HTMLSelect, InputGroup, TextArea } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import type { OperationDescription } from '#shared/model/operation.ts';
import type { OperationForm } from './operation-form.ts';

type Parameter = OperationDescription['parameters'][number];

interface FieldProps {
  readonly parameter: Parameter;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Control(props: FieldProps & { readonly id: string }): ReactElement {
  const { parameter, id, value, onChange } = props;
  const choices = parameter.kind === 'boolean' ? ['true', 'false'] : parameter.choices;
  if (choices.length > 0) {
    return (
      <HTMLSelect id={id} fill value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">{parameter.required ? 'choose' : 'vendor’s default'}</option>
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </HTMLSelect>
    );
  }
  if (parameter.kind === 'list' || parameter.kind === 'object') {
    return <TextArea id={id} fill rows={2} value={value} onChange={(event) => onChange(event.target.value)} />;
  }
  return <InputGroup id={id} value={value} onValueChange={onChange} />;
}

function hintOf({ kind, hint }: Parameter): string {
  if (kind === 'list') return `${hint}. Separated by blanks, or JSON`;
  return kind === 'object' ? `${hint}. JSON` : hint;
}

/** A field for each parameter of an operation, under the vendor's own name. */
export function OperationFields(props: {
  readonly operation: OperationDescription;
  readonly form: OperationForm;
  readonly onChange: (form: OperationForm) => void;
}): ReactElement {
  const { operation, form } = props;
  if (operation.parameters.length === 0) return <p className="muted">It takes no parameters.</p>;
  return (
    <div className="option-grid">
      {operation.parameters.map((parameter) => {
        const id = `call-${parameter.name}`;
        return (
          <FormGroup
            key={parameter.name}
            label={<span className="mono">{parameter.name}</span>}
            labelInfo={parameter.required ? '(required)' : ''}
            labelFor={id}
            helperText={hintOf(parameter)}
          >
            <Control
              id={id}
              parameter={parameter}
              value={form[parameter.name] ?? ''}
              onChange={(value) => props.onChange({ ...form, [parameter.name]: value })}
            />
          </FormGroup>
        );
      })}
    </div>
  );
}
