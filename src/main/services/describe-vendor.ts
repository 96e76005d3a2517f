import type { AnyVendorStream, VendorModule } from '#main/vendors/vendor.ts';
import type { VendorDescription } from '#shared/contract/schemas.ts';
import { listParameters } from './stream-parameters.ts';

/** What a form needs to know of a vendor: fields, sites, streams and their parameters; nothing that runs. */
export function describeVendor(module: VendorModule): VendorDescription {
  return {
    id: module.id,
    displayName: module.displayName,
    credentialFields: module.credentialFields.map(({ name, label, required, hint }) => ({
      name,
      label,
      required,
      hint,
    })),
    sites: module.sites.map(({ id, label, origin }) => ({ id, label, origin })),
    defaultOrigin: module.defaultOrigin,
    inquiries: module.inquiries?.length ?? 0,
    searchLabel: module.searchText?.label ?? null,
    streams: module.streams.map((stream) => ({
      id: stream.id,
      displayName: stream.displayName,
      options: describeOptions(stream.optionsSchema),
    })),
    accountOptions: module.authOptionsSchema === undefined ? [] : describeOptions(module.authOptionsSchema),
  };
}

function describeOptions(optionsSchema: AnyVendorStream['optionsSchema']): VendorDescription['accountOptions'] {
  return listParameters({ optionsSchema }).map(({ name, kind, choices, hint }) => ({
    name,
    kind,
    choices: [...choices],
    hint,
  }));
}
