import { mkdtempSync, rmSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AppPorts, Network } from '#main/app/app-ports.ts';
import { type App, createApp } from '#main/app/create-app.ts';
import { createNetwork } from '#main/app/create-network.ts';
import { openDataCare } from '#main/db/data-care.ts';
import { openStore } from '#main/db/worker-gateway.ts';
import { createDocumentScanner } from '#main/documents/document-scanner.ts';
import { createBackupFolder } from '#main/platform/backup-folder.ts';
import { createFileSink } from '#main/platform/file-sink.ts';
import { createJsonLog, type JsonLog } from '#main/platform/json-log.ts';
import { createLogSource } from '#main/platform/log-source.ts';
import { createMemoryCredentialStore } from '#main/platform/memory-credential-store.ts';
import { createPaths } from '#main/platform/paths.ts';
import { createTemplateFolder } from '#main/platform/template-folder.ts';
import { createUndiciHttpClient } from '#main/platform/undici-http-client.ts';
import type { Clock, Logger, Paths } from '#main/ports/ports.ts';
import type { BudgetMemory } from '#main/services/ports/vendor-session.ts';
import { createBudgets } from '#main/vendors/kit/budgets.ts';
import { createOpenSession } from '#main/vendors/kit/vendor-client.ts';
import { FakeKeychain } from './fake-keychain.ts';
import { FakePrinter } from './fake-printer.ts';
import { createOffsetClock } from './offset-clock.ts';

/** When the emulators' worlds are, by default. */
const emulatorNowMs = Date.UTC(2026, 10, 20, 12);

const noUpdates: AppPorts['updates'] = {
  source: null,
  policy: { path: '/etc/sightline/policy.json', read: async () => ({ kind: 'none' }) },
};

/** The real application on a data folder of its own; only the keychain and the dialogs are doubles. */
export interface TestApp extends App {
  readonly folder: string;
  readonly keychain: FakeKeychain;
  /** The log as the product writes it, with its redaction. */
  readonly logger: JsonLog;
  /** Paths that the save dialog was asked for. */
  readonly saved: readonly string[];
  /** Stops it; the folder stays until the test process ends or `remove`. */
  remove(): Promise<void>;
}

export interface TestAppOptions {
  /** Default: a new one. */
  readonly folder?: string;
  readonly clock?: Clock;
  readonly keychain?: FakeKeychain;
  /** Pauses between tries of a few milliseconds instead of seconds. */
  readonly isImpatient?: boolean;
  /** Longest call of an impatient one; default as in the product. */
  readonly wholeCallMs?: number;
  /** Where a build looks for updates; default: nowhere. */
  readonly updates?: AppPorts['updates'];
}

/** Opens the application as a shell does. */
export function openTestApp(options: TestAppOptions = {}): TestApp {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), 'sightline-test-'));
  const clock = options.clock ?? createOffsetClock(emulatorNowMs);
  const keychain = options.keychain ?? new FakeKeychain();
  const saved: string[] = [];
  const { isImpatient = false, wholeCallMs, updates = noUpdates } = options;
  const paths = createPaths({
    writerEntry: new URL('../../src/main/workers/writer.ts', import.meta.url),
    readerEntry: new URL('../../src/main/workers/reader.ts', import.meta.url),
    environment: { SIGHTLINE_HOME: folder },
  });
  const logger = createJsonLog({ folder: paths.logFolder, leastLevel: 'debug' });
  const app = createApp(makePorts({ paths, logger, clock, keychain, saved, isImpatient, wholeCallMs, updates }));
  return {
    ...app,
    folder,
    keychain,
    logger,
    saved,
    async remove() {
      await app.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

interface PortParts {
  readonly paths: Paths;
  readonly logger: JsonLog;
  readonly clock: Clock;
  readonly keychain: FakeKeychain;
  readonly saved: string[];
  readonly isImpatient: boolean;
  readonly wholeCallMs: number | undefined;
  readonly updates: AppPorts['updates'];
}

function makePorts({ paths, logger, clock, keychain, saved, isImpatient, wholeCallMs, updates }: PortParts): AppPorts {
  return {
    shell: 'cli',
    version: '0.0.0-test',
    userName: 'tester',
    homeFolder: homedir(),
    paths,
    clock,
    logger,
    keychain,
    memory: createMemoryCredentialStore(),
    dialogs: {
      chooseSaveFile: async ({ fileName }) => {
        const path = join(paths.exportFolder, fileName);
        saved.push(path);
        return path;
      },
    },
    fileSink: createFileSink(paths),
    printer: new FakePrinter(),
    backups: createBackupFolder(paths.exportFolder),
    templates: createTemplateFolder(join(paths.dataFolder, 'templates')),
    documents: createDocumentScanner({ entry: new URL('../../src/main/workers/documents.ts', import.meta.url) }),
    freeBytes: async () => null,
    openStore: () => openStore({ paths, clock, logger }),
    loadDataCare: async () => openDataCare({ paths, clock, logger }),
    log: createLogSource(paths.logFolder, logger),
    loadVendors: async () => (await import('#main/vendors/registry.ts')).vendors,
    loadExporters: () => import('#main/exporters/registry.ts'),
    loadNetwork: async (needs) =>
      isImpatient
        ? createImpatientNetwork({ clock, logger, wholeCallMs }, needs.budgets)
        : createNetwork({ clock, logger, ...needs }),
    systemProxy: () => null,
    hasNetwork: () => false,
    updates,
  };
}

interface ImpatientParts {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly wholeCallMs: number | undefined;
}

function createImpatientNetwork({ clock, logger, wholeCallMs }: ImpatientParts, budgets: BudgetMemory): Network {
  const http = createUndiciHttpClient(wholeCallMs === undefined ? {} : { limits: { wholeCallMs } });
  const retry = { tries: 5, baseMs: 2, capMs: 10 };
  const shared = createBudgets({ clock, logger }, budgets);
  return {
    openSession: createOpenSession({ http: () => http, clock, logger, retry }, shared),
    receive: (request, taking) => http.receive(request, taking),
    cancelWaits: shared.cancelWaits,
    close: () => http.close(),
  };
}
