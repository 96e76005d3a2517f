import { FormGroup, HTMLSelect } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import { revealHidden } from '#shared/text/hidden-characters.ts';
import { useTemplates } from '../../bridge/use-exports.ts';
import { HostileText } from '../../components/HostileText.tsx';

/** One of the analyst's own templates, or the report as Sightline writes it. */
export function TemplateChoice(props: {
  readonly value: string | null;
  readonly onChange: (template: string | null) => void;
}): ReactElement {
  const templates = useTemplates();
  const names = templates.data?.names ?? [];
  return (
    <FormGroup
      label="Template"
      labelFor="export-template"
      helperText={
        <>
          Files ending in .liquid in <HostileText text={templates.data?.folder ?? ''} mono />
        </>
      }
    >
      <HTMLSelect
        id="export-template"
        value={props.value ?? ''}
        disabled={names.length === 0}
        onChange={(event) => props.onChange(event.currentTarget.value === '' ? null : event.currentTarget.value)}
      >
        <option value="">{names.length === 0 ? 'None yet' : 'None: sections as chosen'}</option>
        {names.map((name) => (
          <option key={name} value={name}>
            {revealHidden(name)}
          </option>
        ))}
      </HTMLSelect>
    </FormGroup>
  );
}
