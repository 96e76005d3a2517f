import { DialogBody } from '@blueprintjs/core';
import { type ReactElement, useState } from 'react';
import type { VendorDescription } from '#shared/contract/schemas.ts';
import type { Connection } from '#shared/model/connection.ts';
import { useVendors } from '../../../bridge/use-app.ts';
import { ErrorNote } from '../../../components/ErrorNote.tsx';
import { Loading } from '../../../components/Loading.tsx';
import { Modal } from '../../../components/Modal.tsx';
import { initialsOf } from '../../../text/words.ts';
import { ConnectionWizard } from './ConnectionWizard.tsx';
import './wizard.css';

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

/** Choose a vendor, then step by step to its first sync. The forms are made from what the application says of each vendor. */
export function AddConnectionDialog(props: AddConnectionDialogProps): ReactElement {
  const vendors = useVendors();
  const [vendor, setVendor] = useState<VendorDescription>();
  // Its own name is taken once it is there: what was taken before is what counts.
  const [takenNames] = useState(props.takenNames);
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
        <ConnectionWizard
          vendor={vendor}
          takenNames={takenNames}
          onOtherVendor={() => setVendor(undefined)}
          onCancel={props.onClose}
          onAdded={props.onAdded}
        />
      )}
    </Modal>
  );
}
