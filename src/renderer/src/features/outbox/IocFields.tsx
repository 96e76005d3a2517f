import { Checkbox, FormGroup, HTMLSelect, InputGroup } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import type { TenantWords } from '#shared/model/outbox.ts';
import type { IocForm } from './ioc-form.ts';
import { isQuiet, listChoices } from './word-choices.ts';

interface IocFieldsProps {
  readonly form: IocForm;
  /** Of what is made; empty where it is not known, or differs. */
  readonly type: string;
  readonly words: TenantWords | null;
  /** An update sets only what is chosen. */
  readonly isUpdate: boolean;
  readonly onChange: (form: IocForm) => void;
}

function WordField(props: {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly words: readonly string[];
  readonly isUpdate: boolean;
  readonly disabled?: boolean;
  readonly onChange: (value: string) => void;
}): ReactElement {
  const { id, value, words } = props;
  // A word that the tenant has no more is shown, and refused when it is queued.
  const shown = value === '' || words.includes(value) ? words : [...words, value];
  return (
    <FormGroup label={props.label} labelFor={id}>
      <HTMLSelect
        id={id}
        fill
        value={value}
        disabled={props.disabled === true}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      >
        {props.isUpdate ? <option value="">as it is</option> : null}
        {shown.map((word) => (
          <option key={word} value={word}>
            {word}
          </option>
        ))}
      </HTMLSelect>
    </FormGroup>
  );
}

function TextField(props: {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly type?: 'date' | 'text';
  readonly onChange: (value: string) => void;
}): ReactElement {
  return (
    <FormGroup label={props.label} labelInfo={props.hint ?? '(optional)'} labelFor={props.id}>
      <InputGroup id={props.id} type={props.type ?? 'text'} value={props.value} onValueChange={props.onChange} />
    </FormGroup>
  );
}

function Platforms(props: {
  readonly chosen: readonly string[];
  readonly platforms: readonly string[];
  readonly isUpdate: boolean;
  readonly onChange: (platforms: readonly string[]) => void;
}): ReactElement {
  const { chosen, platforms } = props;
  const shown = [...new Set([...platforms, ...chosen])];
  const toggle = (platform: string): void => {
    const kept = chosen.filter((known) => known !== platform);
    props.onChange(kept.length === chosen.length ? [...kept, platform] : kept);
  };
  return (
    <fieldset className="push-platforms">
      <legend>Platforms {props.isUpdate ? <span className="muted">(none chosen: as they are)</span> : null}</legend>
      {shown.map((platform) => (
        <Checkbox
          key={platform}
          inline
          label={platform}
          checked={chosen.includes(platform)}
          onChange={() => toggle(platform)}
        />
      ))}
    </fieldset>
  );
}

/** What Falcon indicators shall do, in the tenant's words. */
export function IocFields(props: IocFieldsProps): ReactElement {
  const { form, words, isUpdate, onChange } = props;
  const choices = listChoices(words, { type: props.type, action: form.action });
  const set = (change: Partial<IocForm>): void => onChange({ ...form, ...change });
  return (
    <>
      <div className="push-grid">
        <WordField
          id="push-action"
          label="Action"
          value={form.action}
          words={choices.actions}
          isUpdate={isUpdate}
          onChange={(action) => set({ action })}
        />
        <WordField
          id="push-severity"
          label="Severity"
          value={form.severity}
          words={choices.severities}
          isUpdate={isUpdate}
          disabled={isQuiet(form.action)}
          onChange={(severity) => set({ severity })}
        />
      </div>
      <Platforms
        chosen={form.platforms}
        platforms={choices.platforms}
        isUpdate={isUpdate}
        onChange={(platforms) => set({ platforms })}
      />
      <div className="push-grid">
        <TextField id="push-tags" label="Tags" value={form.tags} onChange={(tags) => set({ tags })} />
        <TextField
          id="push-expiration"
          label="Expires"
          hint="(optional, UTC day)"
          type="date"
          value={form.expiration}
          onChange={(expiration) => set({ expiration })}
        />
        <TextField
          id="push-description"
          label="Description"
          value={form.description}
          onChange={(description) => set({ description })}
        />
        <TextField id="push-source" label="Source" value={form.source} onChange={(source) => set({ source })} />
        <TextField
          id="push-groups"
          label="Host groups"
          hint={isUpdate ? '(ids; none: as they are)' : '(ids; none: all hosts)'}
          value={form.hostGroups}
          onChange={(hostGroups) => set({ hostGroups })}
        />
      </div>
    </>
  );
}
