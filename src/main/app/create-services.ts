import type { HttpReceiver } from '#main/ports/ports.ts';
import { createAuditService } from '#main/services/audit-service.ts';
import type { BudgetService } from '#main/services/budget-service.ts';
import { createBundleService } from '#main/services/bundle-service.ts';
import { createCareService } from '#main/services/care-service.ts';
import { createCaseService } from '#main/services/case-service.ts';
import { createConnectionService } from '#main/services/connection-service.ts';
import { createCopyService } from '#main/services/copy/copy-service.ts';
import { createCredentialService } from '#main/services/credential-service.ts';
import { createDetailsService } from '#main/services/details/details-service.ts';
import { createDiagnosticsService } from '#main/services/diagnostics-service.ts';
import { createExportService } from '#main/services/exports/export-service.ts';
import { createImportDesk } from '#main/services/imports/import-desk.ts';
import { createImportService } from '#main/services/imports/import-service.ts';
import { createInfoService } from '#main/services/info-service.ts';
import { createListService } from '#main/services/list-service.ts';
import { createLookupDesk } from '#main/services/lookup-desk/lookup-desk.ts';
import { createLookupService } from '#main/services/lookup-service.ts';
import type { NetworkService } from '#main/services/network/network-service.ts';
import { createOperationService } from '#main/services/operations/operation-service.ts';
import { createOutboxService } from '#main/services/outbox/outbox-service.ts';
import { createPivotService } from '#main/services/pivot-service.ts';
import type { OpenSession } from '#main/services/ports/vendor-session.ts';
import { createQueryAssistant } from '#main/services/query-assistant.ts';
import { createRunService } from '#main/services/run-service.ts';
import { createSavedSearchService } from '#main/services/saved-search-service.ts';
import { createScheduleService } from '#main/services/schedule/schedule-service.ts';
import { createSearchService } from '#main/services/search-service.ts';
import type { Services } from '#main/services/services.ts';
import { createSettingsService } from '#main/services/settings-service.ts';
import { createSourceService } from '#main/services/source-service.ts';
import { createSyncService } from '#main/services/sync/sync-service.ts';
import { createTagService } from '#main/services/tag-service.ts';
import { createTriageService } from '#main/services/triage-service.ts';
import { createDailyLook } from '#main/services/updates/daily-look.ts';
import { createUpdateService } from '#main/services/updates/update-service.ts';
import { createUploads } from '#main/services/uploads.ts';
import { createVendorAccounts } from '#main/services/vendor-accounts.ts';
import { createVendorCatalogue } from '#main/services/vendor-catalogue.ts';
import type { AppPorts } from './app-ports.ts';
import type { LazyStore } from './lazy-store.ts';

/** The way to the vendors and its settings. */
export interface NetworkSide {
  readonly openSession: OpenSession;
  readonly settings: NetworkService;
  readonly budgets: BudgetService;
  readonly http: HttpReceiver;
}

/** Wires the services to each other and to the ports. */
export function createServices(ports: AppPorts, store: LazyStore, network: NetworkSide): Services {
  const { openSession } = network;
  const { clock, logger, fileSink, freeBytes, loadExporters } = ports;
  const vendors = createVendorCatalogue(ports.loadVendors);
  const settings = createSettingsService({ store, userName: ports.userName });
  const { keychain, memory } = ports;
  const credentials = createCredentialService({ store, keychain, memory, vendors, clock, logger });
  const sync = createSyncService({ store, credentials, openSession, vendors, clock, logger, freeBytes });
  const uploads = createUploads();
  const lookup = createLookupService({ store, scanner: ports.documents });
  const imports = createImportService({ store, reader: ports.documents, settings, clock });
  const desk = createLookupDesk({ lookup, uploads, clock });
  const search = createSearchService({ store, clock, vendors, desk });
  const pivots = createPivotService({ store, search, clock });
  const savedSearches = createSavedSearchService({ store, clock, logger });
  const schedule = createScheduleService({
    store,
    vendors,
    credentials,
    budgets: network.budgets,
    sync,
    savedSearches,
    clock,
    logger,
    hasNetwork: ports.hasNetwork,
  });
  const connections = createConnectionService({
    store,
    credentials,
    vendors,
    openSession,
    clock,
    sync,
    schedule,
    network: network.settings,
  });
  const accounts = createVendorAccounts({ credentials, vendors, openSession });
  const cases = createCaseService({ store, clock, search, settings, documents: ports.documents });
  const info = createInfoService({
    version: ports.version,
    shell: ports.shell,
    dataFolder: ports.paths.dataFolder,
    homeFolder: ports.homeFolder,
    lacksSharedMemory: () => store.read('store.lacksSharedMemory', null),
    readStatistics: (options) => store.read('store.statistics', options),
  });
  const runs = createRunService({ store });
  const updates = createUpdateService({
    ...ports.updates,
    version: ports.version,
    machine: { platform: process.platform, arch: process.arch },
    settings,
    http: network.http,
    fileSink,
    clock,
  });
  return {
    info,
    vendors,
    settings,
    credentials,
    connections,
    operations: createOperationService({ store, clock, accounts, connections }),
    outbox: createOutboxService({ store, search, settings, accounts, clock, connections }),
    details: createDetailsService({ store, search, accounts, clock }),
    sources: createSourceService({ store, search, vendors }),
    sync,
    schedule,
    runs,
    network: network.settings,
    budgets: network.budgets,
    search,
    pivots,
    assistant: createQueryAssistant({ store, clock }),
    savedSearches,
    triage: createTriageService({ store, clock, search, settings }),
    tags: createTagService({ store, clock, search, settings, desk }),
    copies: createCopyService({ store, search, vendors }),
    cases,
    audit: createAuditService({ store }),
    bundles: createBundleService({ documents: ports.documents }),
    lookup,
    uploads,
    desk,
    lists: createListService({ store, settings, clock }),
    imports,
    importDesk: createImportDesk({ imports, uploads, clock }),
    updates,
    dailyLook: createDailyLook({ updates, store, clock, logger }),
    exports: createExportService({
      store,
      search,
      settings,
      vendors,
      fileSink,
      printer: ports.printer,
      documents: ports.documents,
      templates: ports.templates,
      clock,
      loadExporters,
      tool: `Sightline ${ports.version}`,
    }),
    care: createCareService({ store, sync, schedule, loadDataCare: ports.loadDataCare, backups: ports.backups }),
    diagnostics: createDiagnosticsService({
      info,
      connections,
      runs,
      credentials,
      freeBytes,
      fileSink,
      clock,
      log: ports.log,
    }),
  };
}
