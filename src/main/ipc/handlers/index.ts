import type { Dialogs } from '#main/ports/ports.ts';
import type { Services } from '#main/services/services.ts';
import type { HandlerTable } from '../handler-table.ts';
import { createAppHandlers } from './app.ts';
import { createAuditHandlers } from './audit.ts';
import { createBundleHandlers } from './bundles.ts';
import { createCareHandlers } from './care.ts';
import { createCaseHandlers } from './cases.ts';
import { createConnectionHandlers } from './connections.ts';
import { createDetailsHandlers } from './details.ts';
import { createExportHandlers } from './exports.ts';
import { createFileHandlers } from './files.ts';
import { createImportHandlers } from './imports.ts';
import { createIndicatorHandlers } from './indicators.ts';
import { createListHandlers } from './lists.ts';
import { createLookupHandlers } from './lookup.ts';
import { createNetworkHandlers } from './network.ts';
import { createOperationHandlers } from './operations.ts';
import { createOutboxHandlers } from './outbox.ts';
import { createSearchHandlers } from './searches.ts';
import { createSourceHandlers } from './sources.ts';
import { createSyncHandlers } from './sync.ts';
import { createTagHandlers } from './tags.ts';
import { createUpdateHandlers } from './updates.ts';

/** The whole table, composed of the domains' parts. */
export function createHandlers(services: Services, dialogs: Dialogs): HandlerTable {
  return {
    ...createAppHandlers(services),
    ...createConnectionHandlers(services),
    ...createNetworkHandlers(services),
    ...createOperationHandlers(services),
    ...createOutboxHandlers(services),
    ...createDetailsHandlers(services),
    ...createSourceHandlers(services),
    ...createSyncHandlers(services),
    ...createIndicatorHandlers(services),
    ...createTagHandlers(services),
    ...createSearchHandlers(services),
    ...createCaseHandlers(services),
    ...createAuditHandlers(services),
    ...createBundleHandlers(services),
    ...createFileHandlers(services),
    ...createLookupHandlers(services),
    ...createImportHandlers(services),
    ...createListHandlers(services),
    ...createExportHandlers({ ...services, dialogs }),
    ...createCareHandlers({ ...services, dialogs }),
    ...createUpdateHandlers({ ...services, dialogs }),
  };
}
