import type { Services } from '#main/services/services.ts';
import type { DomainHandlers } from '../handler-table.ts';

/** `bundles.*`. */
export function createBundleHandlers({
  bundles,
  uploads,
}: Pick<Services, 'bundles' | 'uploads'>): DomainHandlers<'bundles'> {
  return {
    // The file stays: with a passphrase it is opened again.
    'bundles.open': ({ id, passphrase }, { signal }) =>
      bundles.open({ bytes: uploads.read(id).bytes }, passphrase, signal),
  };
}
