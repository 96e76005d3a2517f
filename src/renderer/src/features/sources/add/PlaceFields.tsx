import { FormGroup, HTMLSelect, InputGroup } from '@blueprintjs/core';
import type { ReactElement } from 'react';
import type { VendorDescription } from '#shared/contract/schemas.ts';
import { PemFileButton } from '../../../components/PemFileButton.tsx';
import type { ConnectionForm, FormProblems } from './connection-form.ts';

/** How the account is called here, and where it is. */
export function PlaceFields(props: {
  readonly vendor: VendorDescription;
  readonly form: ConnectionForm;
  readonly problems: FormProblems;
  readonly onChange: (form: ConnectionForm) => void;
}): ReactElement {
  const { vendor, form, problems, onChange } = props;
  return (
    <>
      <FormGroup
        label="Name"
        labelFor="connection-name"
        helperText={problems['name'] ?? 'How this account is called in Sightline.'}
        intent={problems['name'] === undefined ? 'none' : 'danger'}
      >
        <InputGroup
          id="connection-name"
          autoFocus
          value={form.name}
          onValueChange={(name) => onChange({ ...form, name })}
        />
      </FormGroup>
      <div className="form-row">
        {vendor.sites.length === 0 ? null : (
          <FormGroup label="Site" labelFor="connection-site">
            <HTMLSelect
              id="connection-site"
              fill
              value={form.site}
              disabled={form.baseUrl !== ''}
              onChange={(event) => onChange({ ...form, site: event.currentTarget.value })}
            >
              {vendor.sites.map((site) => (
                <option key={site.id} value={site.id}>
                  {site.label}
                </option>
              ))}
            </HTMLSelect>
          </FormGroup>
        )}
        <FormGroup label="Other address" labelInfo="(optional)" labelFor="connection-address">
          <InputGroup
            id="connection-address"
            value={form.baseUrl}
            placeholder={vendor.sites.find((site) => site.id === form.site)?.origin ?? vendor.defaultOrigin}
            onValueChange={(baseUrl) => onChange({ ...form, baseUrl })}
          />
        </FormGroup>
        {form.baseUrl === '' ? null : (
          <FormGroup label="Its certificate authority" labelInfo="(optional)">
            <PemFileButton
              label={form.authorities === '' ? 'Choose a PEM file' : 'Another PEM file'}
              onText={(authorities) => onChange({ ...form, authorities })}
            />
          </FormGroup>
        )}
      </div>
    </>
  );
}
