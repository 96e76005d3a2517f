import type { BackupFolder } from '#main/ports/backup-folder.ts';
import type { PagePrinter } from '#main/ports/page-printer.ts';
import type {
  Clock,
  CredentialStore,
  Dialogs,
  FileSink,
  HttpReceiver,
  Logger,
  NetworkRules,
  Notifier,
  Paths,
} from '#main/ports/ports.ts';
import type { TemplateFolder } from '#main/ports/template-folder.ts';
import type { ExporterRegistry } from '#main/services/exports/export-service.ts';
import type { DataCare } from '#main/services/ports/data-care.ts';
import type { DocumentScanner } from '#main/services/ports/documents.ts';
import type { ImportReader } from '#main/services/ports/imports.ts';
import type { LogSource } from '#main/services/ports/log-source.ts';
import type { Store } from '#main/services/ports/store.ts';
import type { UpdatePolicyFile } from '#main/services/ports/update-policy.ts';
import type { BudgetMemory, OpenSession } from '#main/services/ports/vendor-session.ts';
import type { UpdateSource } from '#main/services/updates/update-source.ts';
import type { VendorModule } from '#main/vendors/vendor.ts';
import type { ConnectionId } from '#shared/model/ids.ts';

/** Everything that `createApp` needs from outside; a shell or a test supplies it. */
export interface AppPorts {
  readonly shell: 'electron' | 'chromium' | 'cli';
  /** Of the product, e.g. `0.1.0`. */
  readonly version: string;
  /** The analyst's name as the operating system knows it. */
  readonly userName: string;
  /** Shown as `~`. */
  readonly homeFolder: string;
  readonly paths: Paths;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly keychain: CredentialStore;
  readonly memory: CredentialStore;
  readonly dialogs: Dialogs;
  readonly fileSink: FileSink;
  readonly printer: PagePrinter;
  readonly templates: TemplateFolder;
  readonly backups: BackupFolder;
  readonly documents: DocumentScanner & ImportReader;
  /** Free bytes where the data lies; null when that cannot be told. */
  readonly freeBytes: () => Promise<number | null>;
  /** Opened when something is first asked of it. @throws AppError `storage.*`. */
  readonly openStore: () => Promise<Store>;
  /** Work on the database as a file. */
  readonly loadDataCare: () => Promise<DataCare>;
  /** What has been logged, for the support. */
  readonly log: LogSource;
  readonly loadVendors: () => Promise<readonly VendorModule[]>;
  readonly loadExporters: () => Promise<ExporterRegistry>;
  readonly loadNetwork: (parts: NetworkNeeds) => Promise<Network>;
  /** The proxy that the system's variables name, without a login; null: none. */
  readonly systemProxy: () => string | null;
  /** Whether this computer is in any network but its own. */
  readonly hasNetwork: () => boolean;
  /** Where this build looks for updates, and what the administrator says about that. */
  readonly updates: { readonly source: UpdateSource | null; readonly policy: UpdatePolicyFile };
  /** Messages of the operating system; absent where a shell has none. */
  readonly notifier?: Notifier | undefined;
}

/** What the network part needs of the application. */
export interface NetworkNeeds {
  readonly budgets: BudgetMemory;
  readonly readRules: (connectionId: ConnectionId | null) => Promise<NetworkRules>;
}

/** The network part, loaded with the first call. */
export interface Network extends HttpReceiver {
  readonly openSession: OpenSession;
  /** Ends what waits for the vendor of a connection. */
  cancelWaits(connectionId: ConnectionId): void;
  close(): Promise<void>;
}
