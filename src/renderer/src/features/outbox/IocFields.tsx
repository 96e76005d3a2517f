import { Button, Checkbox, FormGroup, HTMLSelect, InputGroup } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import type { TenantWords } from '#shared/model/outbox.ts';
import { DayField } from '../../components/DayField.tsx';
import { HostileText } from '../../components/HostileText.tsx';
import type { IocForm } from './ioc-form.ts';
import { isQuiet, listChoices, longestWord, mobileActions, wordText } from './word-choices.ts';

interface IocFieldsProps {
  readonly form: IocForm;
  /** Of what is made; empty where it is not known, or differs. */
  readonly type: string;
  readonly words: TenantWords | null;
  /** An update sets only what is chosen. */
  readonly isUpdate: boolean;
  /** Whether fields can be emptied at the vendor. */
  readonly canClear: boolean;
  readonly onChange: (form: IocForm) => void;
}

/** Value of the choice that clears a field; no word of a tenant. */
const clearingChoice = '(clear)';

function WordField(props: {
  readonly id: string;
  readonly label: string;
  readonly value: string | null;
  readonly words: readonly string[];
  /** Shown for the choice to say nothing; absent: one word must be chosen. */
  readonly unset?: string | undefined;
  readonly canClear?: boolean;
  readonly disabled?: boolean;
  readonly onChange: (value: string | null) => void;
}): ReactElement {
  const { id, value, words } = props;
  // A word that the tenant has no more is shown, and refused when it is queued.
  const shown = value === null || value === '' || words.includes(value) ? words : [...words, value];
  return (
    <FormGroup label={props.label} labelFor={id}>
      <HTMLSelect
        id={id}
        fill
        value={value ?? clearingChoice}
        disabled={props.disabled === true}
        onChange={({ currentTarget }) =>
          props.onChange(currentTarget.value === clearingChoice ? null : currentTarget.value)
        }
      >
        {props.unset === undefined ? null : <option value="">{props.unset}</option>}
        {props.canClear === true || value === null ? <option value={clearingChoice}>none: clear it</option> : null}
        {shown.map((word) => (
          <option key={word} value={word}>
            {wordText(word)}
          </option>
        ))}
      </HTMLSelect>
    </FormGroup>
  );
}

interface ClearableProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly value: string | null;
  readonly canClear?: boolean;
  readonly onChange: (value: string | null) => void;
}

/** What a field shows of being cleared, and how that is done and undone. */
function clearing({ label, value, canClear, onChange }: ClearableProps) {
  const isCleared = value === null;
  return {
    disabled: isCleared,
    ...(isCleared ? { placeholder: 'will be cleared' } : {}),
    ...(canClear === true || isCleared
      ? {
          rightElement: (
            <Button
              size="small"
              variant="minimal"
              className="field-clear"
              aria-label={`${isCleared ? 'Undo' : 'Clear'}: ${label}`}
              title={isCleared ? 'Leave it as it is' : 'Empty this field at the vendor'}
              onClick={() => onChange(isCleared ? '' : null)}
            >
              {isCleared ? 'Undo' : 'Clear'}
            </Button>
          ),
        }
      : {}),
  };
}

function TextField(props: ClearableProps): ReactElement {
  return (
    <FormGroup label={props.label} labelInfo={props.hint ?? '(optional)'} labelFor={props.id}>
      <InputGroup id={props.id} value={props.value ?? ''} onValueChange={props.onChange} {...clearing(props)} />
    </FormGroup>
  );
}

function ExpiryField(props: ClearableProps & { readonly hint: string }): ReactElement {
  const { id, label, hint, value, onChange } = props;
  return <DayField id={id} label={label} hint={hint} value={value ?? ''} onChange={onChange} {...clearing(props)} />;
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
          labelElement={<HostileText text={platform} limit={longestWord} inCell />}
          checked={chosen.includes(platform)}
          onChange={() => toggle(platform)}
        />
      ))}
    </fieldset>
  );
}

interface PartProps extends IocFieldsProps {
  readonly set: (change: Partial<IocForm>) => void;
}

function Words(props: PartProps): ReactElement {
  const { form, isUpdate, canClear, set } = props;
  const choices = listChoices(props.words, { type: props.type, action: form.action });
  const unset = isUpdate ? 'as it is' : undefined;
  return (
    <>
      <div className="push-words">
        <WordField
          id="push-action"
          label="Action"
          value={form.action}
          words={choices.actions}
          unset={unset}
          onChange={(action) => set({ action: action ?? '' })}
        />
        <WordField
          id="push-severity"
          label="Severity"
          value={form.severity}
          words={choices.severities}
          unset={unset}
          canClear={canClear}
          disabled={isQuiet(form.action) && form.severity !== null}
          onChange={(severity) => set({ severity })}
        />
        <WordField
          id="push-mobile"
          label="Action on phones"
          value={form.mobileAction}
          words={mobileActions}
          unset={unset ?? 'Falcon’s default'}
          onChange={(mobileAction) => set({ mobileAction: mobileAction ?? '' })}
        />
      </div>
      <Platforms
        chosen={form.platforms}
        platforms={choices.platforms}
        isUpdate={isUpdate}
        onChange={(platforms) => set({ platforms })}
      />
    </>
  );
}

function Texts({ form, type, isUpdate, canClear, set }: PartProps): ReactElement {
  const isFile = type === '' || type === 'md5' || type === 'sha256' || form.fileName !== '';
  return (
    <div className="push-grid">
      <TextField id="push-tags" label="Tags" value={form.tags} onChange={(tags) => set({ tags: tags ?? '' })} />
      <ExpiryField
        id="push-expiration"
        label="Expires"
        hint="(optional, UTC day)"
        value={form.expiration}
        canClear={canClear}
        onChange={(expiration) => set({ expiration })}
      />
      <TextField
        id="push-description"
        label="Description"
        value={form.description}
        canClear={canClear}
        onChange={(description) => set({ description })}
      />
      <TextField
        id="push-source"
        label="Source"
        value={form.source}
        canClear={canClear}
        onChange={(source) => set({ source })}
      />
      {isFile ? (
        <TextField
          id="push-file"
          label="File name"
          hint="(of a hash)"
          value={form.fileName}
          onChange={(fileName) => set({ fileName: fileName ?? '' })}
        />
      ) : null}
      <TextField
        id="push-groups"
        label="Host groups"
        hint={isUpdate ? '(ids; none: as they are)' : '(ids; none: all hosts)'}
        value={form.hostGroups}
        onChange={(hostGroups) => set({ hostGroups: hostGroups ?? '' })}
      />
    </div>
  );
}

/** What Falcon indicators shall do, in the tenant's words. */
export function IocFields(props: IocFieldsProps): ReactElement {
  const set = (change: Partial<IocForm>): void => props.onChange({ ...props.form, ...change });
  return (
    <>
      <Words {...props} set={set} />
      <Texts {...props} set={set} />
    </>
  );
}
