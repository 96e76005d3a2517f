import { FormGroup, HTMLSelect, InputGroup, SegmentedControl, TextArea } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import type { TenantWords } from '#shared/model/outbox.ts';
import { type ChangeForm, hasIocFields, waysOf } from './change-form.ts';
import { IocFields } from './IocFields.tsx';
import { listChoices, wordText } from './word-choices.ts';

interface ChangeFieldsProps {
  readonly operation: string;
  readonly form: ChangeForm;
  readonly words: TenantWords | null;
  /** One change is edited: it stays about one thing. */
  readonly isSingle: boolean;
  readonly onChange: (form: ChangeForm) => void;
}

const lineLabel: Readonly<Record<string, string>> = {
  CreateIoCTriageState: 'Indicator, as Datadog writes it',
  indicator_create_v1: 'Value',
  indicator_update_v1: 'Record id',
  indicator_delete_v1: 'Record id',
  ioc_stream_notification_delete: 'Notification id',
};
const lineLabels: Readonly<Record<string, string>> = {
  indicator_create_v1: 'Values',
  indicator_update_v1: 'Record ids',
  indicator_delete_v1: 'Record ids',
};
/** Writes that take several lines. */
const several: ReadonlySet<string> = new Set(['indicator_create_v1', 'indicator_update_v1', 'indicator_delete_v1']);

function Target(props: ChangeFieldsProps): ReactElement {
  const { operation, form, onChange } = props;
  if (form.by === 'filter') {
    const hint =
      operation === 'ioc_stream_delete' ? 'VirusTotal’s words, e.g. origin:hunting' : "FQL, e.g. type:'domain'";
    return (
      <FormGroup label="Filter" labelInfo={`(${hint})`} labelFor="change-filter">
        <InputGroup
          id="change-filter"
          className="mono"
          value={form.filter}
          onValueChange={(filter) => onChange({ ...form, filter })}
        />
      </FormGroup>
    );
  }
  const isMany = several.has(operation) && !props.isSingle;
  return (
    <FormGroup
      label={(isMany ? lineLabels : lineLabel)[operation] ?? 'Id'}
      labelInfo={isMany ? '(one per line)' : ''}
      labelFor="change-lines"
    >
      {isMany ? (
        <TextArea
          id="change-lines"
          className="mono"
          fill
          rows={4}
          value={form.lines}
          onChange={(event) => onChange({ ...form, lines: event.target.value })}
        />
      ) : (
        <InputGroup
          id="change-lines"
          className="mono"
          value={form.lines}
          onValueChange={(lines) => onChange({ ...form, lines })}
        />
      )}
    </FormGroup>
  );
}

function TypeField(props: ChangeFieldsProps): ReactElement {
  const { form, words, onChange } = props;
  const { types } = listChoices(words, { type: '', action: '' });
  return (
    <FormGroup label="Type" labelFor="change-type">
      <HTMLSelect
        id="change-type"
        fill
        value={form.type}
        onChange={(event) => onChange({ ...form, type: event.currentTarget.value })}
      >
        {types.map((type) => (
          <option key={type} value={type}>
            {wordText(type)}
          </option>
        ))}
      </HTMLSelect>
    </FormGroup>
  );
}

/** What a change is about and what it does, by its operation. */
export function ChangeFields(props: ChangeFieldsProps): ReactElement {
  const { operation, form, onChange } = props;
  const isFalcon = operation.startsWith('indicator_');
  return (
    <>
      {waysOf[operation] === 'both' && !props.isSingle ? (
        <SegmentedControl
          size="small"
          className="change-ways"
          aria-label="What it is about"
          options={[
            { label: 'By id', value: 'list' },
            { label: 'By filter', value: 'filter' },
          ]}
          value={form.by}
          onValueChange={(by) => onChange({ ...form, by: by === 'filter' ? 'filter' : 'list' })}
        />
      ) : null}
      {operation === 'indicator_create_v1' ? <TypeField {...props} /> : null}
      <Target {...props} />
      {operation === 'CreateIoCTriageState' ? (
        <FormGroup label="State" labelFor="change-state">
          <HTMLSelect
            id="change-state"
            fill
            value={form.triageState}
            onChange={(event) => onChange({ ...form, triageState: event.currentTarget.value })}
          >
            <option value="reviewed">reviewed</option>
            <option value="not_reviewed">not reviewed</option>
          </HTMLSelect>
        </FormGroup>
      ) : null}
      {hasIocFields(operation) ? (
        <IocFields
          form={form.ioc}
          type={operation === 'indicator_create_v1' ? form.type : ''}
          words={props.words}
          isUpdate={operation === 'indicator_update_v1'}
          canClear={operation === 'indicator_update_v1' && form.by === 'list'}
          onChange={(ioc) => onChange({ ...form, ioc })}
        />
      ) : null}
      {isFalcon ? (
        <FormGroup label="Comment" labelInfo="(for Falcon's audit log)" labelFor="push-comment">
          <InputGroup
            id="push-comment"
            value={form.comment}
            onValueChange={(comment) => onChange({ ...form, comment })}
          />
        </FormGroup>
      ) : null}
    </>
  );
}
