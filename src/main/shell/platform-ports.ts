import { readFileSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { homedir, networkInterfaces, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import type { AppPorts } from '#main/app/app-ports.ts';
import { createDocumentScanner } from '#main/documents/document-scanner.ts';
import { createBackupFolder } from '#main/platform/backup-folder.ts';
import { createFileSink } from '#main/platform/file-sink.ts';
import { describeSystemProxy } from '#main/platform/http/proxy-choice.ts';
import { createJsonLog } from '#main/platform/json-log.ts';
import { createKeytarCredentialStore } from '#main/platform/keytar-credential-store.ts';
import { createLogSource } from '#main/platform/log-source.ts';
import { createMemoryCredentialStore } from '#main/platform/memory-credential-store.ts';
import { createPaths } from '#main/platform/paths.ts';
import { createSystemClock } from '#main/platform/system-clock.ts';
import { createTemplateFolder } from '#main/platform/template-folder.ts';
import { createUpdatePolicyFile } from '#main/platform/update-policy-file.ts';
import type { PagePrinter } from '#main/ports/page-printer.ts';
import type { Dialogs, Notifier } from '#main/ports/ports.ts';
import { readUpdateSource } from '#main/services/updates/update-source.ts';
import { builtUpdates } from './built-updates.ts';

/** What differs between the shells. */
export interface ShellParts {
  readonly shell: AppPorts['shell'];
  readonly version: string;
  readonly writerEntry: URL;
  readonly readerEntry: URL;
  readonly documentsEntry: URL;
  /** A reader's thread that was started ahead. */
  readonly readerAhead?: Worker | undefined;
  /** Left out by shells that live for one question: starting the search engine would cost more than it saves. */
  readonly searchEntry?: URL | undefined;
  readonly dialogs: (exportFolder: string) => Dialogs;
  readonly printer: PagePrinter;
  /** Left out by shells without messages of their own. */
  readonly notifier?: Notifier | undefined;
}

/** The ports of a real machine, the same for every shell; costly parts are loaded when they are first used. */
export function createPlatformPorts(parts: ShellParts): AppPorts {
  const clock = createSystemClock();
  const paths = createPaths(parts);
  const logger = createJsonLog({ folder: paths.logFolder });
  return {
    shell: parts.shell,
    version: parts.version,
    userName: readUserName(),
    homeFolder: homedir(),
    paths,
    clock,
    logger,
    keychain: createKeytarCredentialStore({ clock }),
    memory: createMemoryCredentialStore(),
    dialogs: parts.dialogs(paths.exportFolder),
    fileSink: createFileSink(paths),
    printer: parts.printer,
    backups: createBackupFolder(paths.exportFolder),
    templates: createTemplateFolder(join(paths.dataFolder, 'templates')),
    documents: createDocumentScanner({ entry: parts.documentsEntry }),
    freeBytes: () => measureFreeBytes(paths.dataFolder),
    openStore: async () => {
      const { openStore } = await import('#main/db/worker-gateway.ts');
      return openStore({ paths, clock, logger, readerAhead: parts.readerAhead });
    },
    loadDataCare: async () => (await import('#main/db/data-care.ts')).openDataCare({ paths, clock, logger }),
    log: createLogSource(paths.logFolder, logger),
    loadVendors: async () => (await import('#main/vendors/registry.ts')).vendors,
    loadExporters: () => import('#main/exporters/registry.ts'),
    loadNetwork: async (needs) => {
      const { createNetwork } = await import('#main/app/create-network.ts');
      return createNetwork({ clock, logger, ...needs });
    },
    systemProxy: () => describeSystemProxy(process.env),
    hasNetwork: () => Object.values(networkInterfaces()).some((all) => all?.some(({ internal }) => !internal)),
    updates: { source: readUpdateSource(builtUpdates), policy: createUpdatePolicyFile() },
    notifier: parts.notifier,
  };
}

/** The version of this build, from its package.json. */
export function readVersion(packageFile: URL): string {
  const parsed: unknown = JSON.parse(readFileSync(packageFile, 'utf8'));
  const version = typeof parsed === 'object' && parsed !== null && 'version' in parsed ? parsed.version : undefined;
  return typeof version === 'string' ? version : '0.0.0';
}

function readUserName(): string {
  try {
    return userInfo().username;
  } catch {
    // A container may run under a number without a name.
    return 'analyst';
  }
}

async function measureFreeBytes(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}
