import type { BudgetService } from './budget-service.ts';
import type { CareService } from './care-service.ts';
import type { CaseService } from './case-service.ts';
import type { ConnectionService } from './connection-service.ts';
import type { CredentialService } from './credential-service.ts';
import type { DetailsService } from './details/details-service.ts';
import type { DiagnosticsService } from './diagnostics-service.ts';
import type { ExportService } from './export-service.ts';
import type { InfoService } from './info-service.ts';
import type { ListService } from './list-service.ts';
import type { LookupService } from './lookup-service.ts';
import type { NetworkService } from './network/network-service.ts';
import type { OperationService } from './operations/operation-service.ts';
import type { OutboxService } from './outbox/outbox-service.ts';
import type { QueryAssistant } from './query-assistant.ts';
import type { RunService } from './run-service.ts';
import type { SavedSearchService } from './saved-search-service.ts';
import type { SearchService } from './search-service.ts';
import type { SettingsService } from './settings-service.ts';
import type { SyncService } from './sync/sync-service.ts';
import type { TriageService } from './triage-service.ts';
import type { VendorCatalogue } from './vendor-catalogue.ts';

/** Every use case of the application, as handlers and the command line call them. */
export interface Services {
  readonly info: InfoService;
  readonly vendors: VendorCatalogue;
  readonly settings: SettingsService;
  readonly credentials: CredentialService;
  readonly connections: ConnectionService;
  readonly operations: OperationService;
  readonly outbox: OutboxService;
  readonly details: DetailsService;
  readonly sync: SyncService;
  readonly runs: RunService;
  readonly network: NetworkService;
  readonly budgets: BudgetService;
  readonly search: SearchService;
  readonly assistant: QueryAssistant;
  readonly savedSearches: SavedSearchService;
  readonly triage: TriageService;
  readonly cases: CaseService;
  readonly exports: ExportService;
  readonly care: CareService;
  readonly diagnostics: DiagnosticsService;
  readonly lookup: LookupService;
  readonly lists: ListService;
}
