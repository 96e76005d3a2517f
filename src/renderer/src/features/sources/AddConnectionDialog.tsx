import { Button, DialogBody, DialogFooter, FormGroup, HTMLSelect, InputGroup } from '@blueprintjs/core';
import { type FormEvent, type ReactElement, useState } from 'react';
import type { VendorDescription } from '#shared/contract/schemas.ts';
import type { Connection } from '#shared/model/connection.ts';
import { useVendors } from '../../bridge/use-app.ts';
import { useConnectionCommands } from '../../bridge/use-connections.ts';
import { ErrorNote } from '../../components/ErrorNote.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Modal } from '../../components/Modal.tsx';
import { PemFileButton } from '../../components/PemFileButton.tsx';
import { initialsOf } from '../../text/words.ts';
import {
  type ConnectionForm,
  emptyForm,
  type FormProblems,
  findProblems,
  toConnectionInput,
} from './connection-form.ts';
import { SecretFields } from './SecretFields.tsx';
import { StreamOptionFields } from './StreamOptionFields.tsx';
import { TestResult } from './TestResult.tsx';

/** See {@link AddConnectionDialog}. */
export interface AddConnectionDialogProps {
  readonly takenNames: readonly string[];
  readonly onClose: () => void;
  readonly onAdded: (connection: Connection) => void;
}

function VendorChoice(props: {
  readonly vendors: readonly VendorDescription[];
  readonly onChoose: (vendor: VendorDescription) => void;
}): ReactElement {
  return (
    <ul className="vendor-choice">
      {props.vendors.map((vendor) => (
        <li key={vendor.id}>
          <button type="button" onClick={() => props.onChoose(vendor)}>
            <span className="vendor-mark">{initialsOf(vendor.displayName)}</span>
            <span className="connection-lines">
              <b>{vendor.displayName}</b>
              <span className="muted">{vendor.streams.map((stream) => stream.displayName).join(', ')}</span>
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}

interface FormPartProps {
  readonly vendor: VendorDescription;
  readonly form: ConnectionForm;
  readonly problems: FormProblems;
  readonly onChange: (form: ConnectionForm) => void;
}

function Place(props: FormPartProps): ReactElement {
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

function VendorForm(
  props: AddConnectionDialogProps & { readonly vendor: VendorDescription; readonly onBack: () => void },
): ReactElement {
  const { vendor, takenNames } = props;
  const { add, tryOut } = useConnectionCommands();
  const [form, setForm] = useState(() => emptyForm(vendor, takenNames));
  const [isChecked, setIsChecked] = useState(false);
  const found = findProblems(form, vendor, takenNames);
  // What is missing is said only after an attempt: a form that scolds from the start is no help.
  const problems = isChecked ? found : {};
  const attempt = (run: () => void): void => {
    setIsChecked(true);
    if (Object.keys(found).length === 0) run();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    attempt(() => add.mutate(toConnectionInput(form, vendor), { onSuccess: props.onAdded }));
  };
  const error = add.error ?? tryOut.error;
  return (
    <form onSubmit={submit} autoComplete="off">
      <DialogBody>
        <Place vendor={vendor} form={form} problems={problems} onChange={setForm} />
        <SecretFields
          vendor={vendor}
          secret={form.secret}
          keepIn={form.keepIn}
          problems={problems}
          onSecret={(secret) => setForm({ ...form, secret })}
          onKeepIn={(keepIn) => setForm({ ...form, keepIn })}
        />
        <StreamOptionFields
          vendor={vendor}
          form={form}
          problems={problems}
          onChange={(options) => setForm({ ...form, options })}
        />
        {tryOut.data === undefined ? null : <TestResult result={tryOut.data} />}
        {error === null ? null : <ErrorNote error={error} />}
      </DialogBody>
      <DialogFooter
        actions={
          <>
            <Button onClick={props.onClose}>Cancel</Button>
            <Button
              loading={tryOut.isPending}
              onClick={() => attempt(() => tryOut.mutate(toConnectionInput(form, vendor)))}
            >
              Test
            </Button>
            <Button type="submit" intent="primary" loading={add.isPending}>
              Add
            </Button>
          </>
        }
      >
        <Button variant="minimal" onClick={props.onBack}>
          Other vendor
        </Button>
      </DialogFooter>
    </form>
  );
}

/** Choose a vendor, fill in its fields, test, add. The forms are made from what the application says of each vendor. */
export function AddConnectionDialog(props: AddConnectionDialogProps): ReactElement {
  const vendors = useVendors();
  const [vendor, setVendor] = useState<VendorDescription>();
  return (
    <Modal
      onClose={props.onClose}
      className="wide-dialog"
      title={vendor === undefined ? 'Connect a vendor' : `Connect ${vendor.displayName}`}
    >
      {vendor === undefined ? (
        <DialogBody>
          {vendors.isPending ? <Loading /> : null}
          {vendors.error === null ? null : <ErrorNote error={vendors.error} />}
          <VendorChoice vendors={vendors.data ?? []} onChoose={setVendor} />
        </DialogBody>
      ) : (
        <VendorForm {...props} vendor={vendor} onBack={() => setVendor(undefined)} />
      )}
    </Modal>
  );
}
