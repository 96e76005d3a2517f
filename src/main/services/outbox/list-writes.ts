import type { VendorModule } from '#main/vendors/vendor.ts';
import type { WriteChoice } from '#shared/model/outbox.ts';
import { findOperation } from '../operations/operation-input.ts';
import type { StoredConnection } from '../ports/store/connections.ts';
import type { Store } from '../ports/store.ts';
import { readDenial } from '../rights.ts';

/** The writes that can be queued for a connection, and what speaks against each. */
export async function listWrites(
  store: Store,
  { connection, module }: { readonly connection: StoredConnection; readonly module: VendorModule },
): Promise<readonly WriteChoice[]> {
  return Promise.all(
    module.pushes.map(async (push) => {
      const operation = findOperation(module, push.operation);
      return {
        connectionId: connection.id,
        connection: connection.name,
        vendor: connection.vendor,
        operation: operation.name,
        summary: operation.summary,
        scope: operation.scope,
        isForIndicators: push.fromIndicator !== undefined,
        denied: await readDenial(store, connection.id, operation),
      };
    }),
  );
}
