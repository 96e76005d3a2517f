import { Button, Menu, MenuDivider, MenuItem, PopoverNext } from '@blueprintjs/core';
import { DuplicateIcon } from '@blueprintjs/icons';
import type { ReactElement } from 'react';
import type { MethodInput } from '#shared/contract/methods.ts';
import { copyForms } from '#shared/model/lookup.ts';
import { useVendors } from '../../bridge/use-app.ts';
import { KeyCaps } from '../../keyboard/KeyHint.tsx';

/** How indicators are written for the clipboard. */
export type IndicatorForm = MethodInput<'indicators.copy'>['form'];

const formLabels = {
  plain: 'Exact, one per line',
  defanged: 'Defanged',
  csv: 'CSV',
  markdown: 'Markdown table',
} as const;

function Forms(props: { readonly onCopy: (form: IndicatorForm) => void }): ReactElement {
  const searches = (useVendors().data ?? []).flatMap(({ id, searchLabel }) =>
    searchLabel === null ? [] : [{ id, searchLabel }],
  );
  return (
    <Menu>
      {copyForms.map((form) => (
        <MenuItem
          key={form}
          text={formLabels[form]}
          labelElement={form === 'defanged' ? <KeyCaps keys="y" /> : undefined}
          onClick={() => props.onCopy(form)}
        />
      ))}
      {searches.length === 0 ? null : <MenuDivider />}
      {searches.map(({ id, searchLabel }) => (
        <MenuItem key={id} text={searchLabel} onClick={() => props.onCopy({ vendor: id })} />
      ))}
    </Menu>
  );
}

/** Copies what is selected. */
export function CopyMenu(props: {
  readonly disabled: boolean;
  readonly onCopy: (form: IndicatorForm) => void;
}): ReactElement {
  return (
    <PopoverNext placement="bottom-end" content={<Forms onCopy={props.onCopy} />}>
      <Button
        size="small"
        variant="outlined"
        aria-label="Copy"
        disabled={props.disabled}
        icon={<DuplicateIcon size={14} />}
      >
        Copy
      </Button>
    </PopoverNext>
  );
}
