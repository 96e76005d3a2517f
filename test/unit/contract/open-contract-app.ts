import { basename, join } from 'node:path';
import { Readable } from 'node:stream';
import { type App, createApp } from '#main/app/create-app.ts';
import { backUp } from '#main/db/care/backup.ts';
import { repair } from '#main/db/care/repair.ts';
import { restore } from '#main/db/care/restore.ts';
import { toAppError } from '#main/db/gateway/app-errors.ts';
import { createDocumentScanner } from '#main/documents/document-scanner.ts';
import { createBackupFolder } from '#main/platform/backup-folder.ts';
import { createMemoryCredentialStore } from '#main/platform/memory-credential-store.ts';
import type { Clock } from '#main/ports/ports.ts';
import type { DataCare } from '#main/services/ports/data-care.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { CaseNumber, ConnectionId, ObservationId } from '#shared/model/ids.ts';
import { testAuthority } from '../../security/support/certificates.ts';
import { FakeKeychain } from '../../support/fake-keychain.ts';
import { FakePrinter } from '../../support/fake-printer.ts';
import { fakeVendor } from '../../support/fake-vendor.ts';
import { joinChunks } from '../../support/join-chunks.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';
import { createOffsetClock } from '../../support/offset-clock.ts';
import {
  installerBytes,
  installerName,
  makeReleaseKey,
  makeStatement,
  signLine,
  sourceAt,
} from '../../support/release.ts';
import { addConnection, makeDataFolder, openTestStore, testPaths } from '../../support/store.ts';
import { findTestStream, type TestPage } from '../../support/store-stream.ts';
import type { Seed } from './method-cases.ts';

/** The application with a real store and a made-up vendor that sends one page. */
export interface ContractApp {
  readonly app: App;
  readonly folder: string;
  readonly seed: Seed;
  readonly logger: MemoryLogger;
  /** Files that were exported, by their names. */
  readonly written: ReadonlyMap<string, string>;
  close(): Promise<void>;
}

const page: TestPage = {
  records: [
    { key: 'k-1', type: 'ipv4', value: '198.51.100.3', score: 95, tags: ['loader'] },
    { key: 'k-2', type: 'domain', value: 'evil.example', score: 40 },
  ],
  total: 2,
};

const releaseKey = makeReleaseKey();
/** What lies where updates are looked for, by the end of its path. */
const release = new Map<string, Uint8Array>([
  ['release.json', makeStatement()],
  ['release.json.sig', Buffer.from(signLine(makeStatement(), releaseKey))],
  [installerName, installerBytes],
]);

const startMs = Date.UTC(2026, 10, 20, 12);

/** Opens it and puts in what the accepting cases name. */
export async function openContractApp(clock: Clock = createOffsetClock(startMs)): Promise<ContractApp> {
  const { folder, remove } = makeDataFolder();
  const logger = new MemoryLogger();
  const written = new Map<string, string>();
  const store = await openTestStore('inline', folder, { clock: createOffsetClock(startMs), logger });
  // Closed by what exchanges the file, and opened anew then.
  const stores = [store];
  const app = createApp({
    shell: 'cli',
    version: '0.0.0',
    userName: 'tester',
    homeFolder: '/home/tester',
    paths: { ...testPaths(folder), logFolder: folder, exportFolder: folder, ensure: () => undefined },
    clock,
    logger,
    keychain: new FakeKeychain(),
    memory: createMemoryCredentialStore(),
    dialogs: { chooseSaveFile: async ({ fileName }) => join(folder, fileName) },
    printer: new FakePrinter(),
    backups: createBackupFolder(folder),
    templates: { path: folder, list: async () => ['Short'], read: async () => '## {{ case.number }}' },
    fileSink: {
      async write(path, chunks) {
        const text = await joinChunks(chunks);
        written.set(basename(path), text);
        return { sizeBytes: text.length };
      },
    },
    documents: createDocumentScanner({ entry: new URL('../../../src/main/workers/documents.ts', import.meta.url) }),
    freeBytes: async () => null,
    openStore: async () => stores.pop() ?? openTestStore('inline', folder, { clock, logger }),
    loadDataCare: async () => careHere(testPaths(folder).databaseFile, clock),
    log: { readTail: async () => ['{"event":"test"}'], redact: (text) => text },
    loadVendors: async () => [fakeVendor({ streams: [findTestStream('acme', 'all')] })],
    loadExporters: () => import('#main/exporters/registry.ts'),
    systemProxy: () => null,
    hasNetwork: () => false,
    updates: {
      source: sourceAt('https://updates.example', releaseKey),
      policy: { path: '/etc/sightline/policy.json', read: async () => ({ kind: 'none' }) },
    },
    loadNetwork: async () => ({
      openSession: async () => ({
        call: async (_request, _options, use) =>
          use({ status: 200, headers: {}, body: new TextEncoder().encode(JSON.stringify(page)) }),
        close: async () => undefined,
      }),
      receive: async ({ path }, { take }) => {
        const bytes = release.get(basename(path)) ?? new Uint8Array();
        return { status: 200, taken: await take(Readable.from([bytes])) };
      },
      cancelWaits: () => undefined,
      close: async () => undefined,
    }),
  });
  const added = [await addConnection(store, 1, 'First'), await addConnection(store, 2, 'Spare')] as const;
  const seed = await plantSeed(app, folder, added);
  return {
    app,
    folder,
    seed,
    logger,
    written,
    async close() {
      await app.stop();
      remove();
    },
  };
}

/** Without a thread of its own: the fuzz asks for it hundreds of times. */
function careHere(file: string, clock: Clock): DataCare {
  const attempt = <Result>(work: Promise<Result>): Promise<Result> =>
    work.catch((error: unknown) => Promise.reject(toAppError(error)));
  return {
    backUp: (target) => attempt(backUp({ file, target })).then(({ report }) => report),
    restore: (source) => attempt(restore({ file, source, nowMs: clock.nowMs() })),
    repair: () => attempt(repair({ file, nowMs: clock.nowMs() })),
  };
}

async function plantSeed(
  app: App,
  folder: string,
  [connectionId, spareConnectionId]: readonly [ConnectionId, ConnectionId],
): Promise<Seed> {
  const { connections, sync, search, cases, outbox } = app.services;
  await connections.setSecret(connectionId, { apiKey: 'key-1' }, 'memory');
  await app.services.network.addAuthorities(testAuthority, null);
  const runs = await sync.run({ connectionIds: [connectionId], streams: null, full: false });
  const [found] = await search.search({ query: 'type:ipv4', offset: 0, limit: 1 });
  const detail = found === undefined ? null : await search.detail({ id: found.id });
  const observation = detail?.observationList[0];
  if (detail === null || observation === undefined) {
    throw new AppError('internal.bug', `The seed did not sync: ${JSON.stringify(runs)}`);
  }
  const { number } = await cases.create({ title: 'First' });
  await cases.addIndicators(number, { selection: { ids: [detail.id] }, comment: null, role: null });
  const task = await cases.addTask(number, 'Look at it.');
  const [outboxId = 0] = await outbox.queue(connectionId, { operation: 'host_block', input: { id: 'a' } });
  const spare = await cases.create({ title: 'Spare' });
  for (const name of ['Seeded', 'Spare']) {
    await app.services.savedSearches.save({ name, query: 'type:ipv4', columns: null });
  }
  await app.services.triage.apply({ selection: { ids: [detail.id] }, verdict: 'suspicious' });
  await app.services.tags.change({ selection: { ids: [detail.id] }, add: ['planted'], remove: [] });
  await app.services.updates.look();
  await app.services.diagnostics.collect();
  await app.services.care.backUp(join(folder, 'seed.backup'));
  return {
    connectionId,
    spareConnectionId,
    caseNumber: number,
    spareCaseNumber: spare.number,
    taskId: task.id,
    ...(await plantEvidence(app, number, observation.id)),
    outboxId,
    indicatorId: detail.id,
    indicator: { type: 'ipv4', value: detail.value },
    observationId: observation.id,
    ...(await plantLookup(app, detail.value)),
    ...(await plantImports(app)),
    ...(await plantLists(app)),
  };
}

async function plantEvidence(app: App, number: CaseNumber, observationId: ObservationId) {
  const { cases, uploads } = app.services;
  const pin = async (text: string): Promise<number> => {
    const { id: noteId } = await cases.addNote(number, text);
    return (await cases.pinRecord(number, noteId, observationId)).id;
  };
  const [evidenceId, spareEvidenceId] = [await pin('First'), await pin('Second')];
  const bytes = new TextEncoder().encode('Minutes of a meeting');
  const { id: attachedId } = await cases.addFile(number, { name: 'minutes.txt', source: { bytes }, comment: null });
  const caseFileId = uploads.open({ name: 'mail.eml', sizeBytes: bytes.byteLength });
  uploads.append(caseFileId, bytes);
  const { id: noteId } = await cases.addNote(number, 'Without evidence');
  const { id: entryId } = await cases.addTimelineEntry(number, startMs, 'The mail arrived.');
  return {
    noteId,
    evidenceId,
    spareEvidenceId,
    entryId,
    attachedId,
    caseFileId,
    bundleId: await plantBundle(app, number),
  };
}

async function plantBundle({ services: { exports, uploads } }: App, number: CaseNumber): Promise<number> {
  const request = { format: 'bundle', scope: { case: number }, tlp: null, defang: true, includeRaw: false };
  const pieces: Buffer[] = [];
  for await (const chunk of (await exports.prepare(request)).chunks()) pieces.push(Buffer.from(chunk));
  const bytes = new Uint8Array(Buffer.concat(pieces));
  const id = uploads.open({ name: 'CASE-0001-bundle.zip', sizeBytes: bytes.byteLength });
  uploads.append(id, bytes);
  return id;
}

async function plantLookup(app: App, value: string): Promise<Pick<Seed, 'uploadId' | 'arrivedId' | 'lookupId'>> {
  const { desk, uploads } = app.services;
  const bytes = new TextEncoder().encode(`${value} and unheard-of.net`);
  const send = (): number => {
    const id = uploads.open({ name: 'report.txt', sizeBytes: bytes.byteLength });
    uploads.append(id, bytes);
    return id;
  };
  const lookupId = send();
  await desk.run([lookupId]);
  return { lookupId, arrivedId: send(), uploadId: uploads.open({ name: 'late.txt', sizeBytes: 3 }) };
}

async function plantImports(app: App): Promise<Pick<Seed, 'tableFileId' | 'importId'>> {
  const { importDesk, imports, uploads } = app.services;
  const bytes = new TextEncoder().encode('ioc\nimported.example\nno indicator\n');
  const send = (): number => {
    const id = uploads.open({ name: 'table.csv', sizeBytes: bytes.byteLength });
    uploads.append(id, bytes);
    return id;
  };
  const importId = send();
  const { file } = await importDesk.read({ id: importId, format: null, mapping: null });
  await importDesk.preview(importId, 'none');
  if (file.columns !== null) await imports.mappings.save({ name: 'Seeded', mapping: file.columns.mapping });
  return { importId, tableFileId: send() };
}

async function plantLists(app: App): Promise<Pick<Seed, 'listFileId' | 'listName' | 'allowId'>> {
  const { lists, uploads } = app.services;
  const list = {
    name: 'Ours',
    description: '',
    version: 1,
    type: 'string',
    matching_attributes: ['domain'],
    list: ['a.com'],
  };
  await lists.importList('here.json', JSON.stringify(list));
  await lists.allow({ value: 'b.com', reason: 'ours', expiresAtMs: null });
  const [own] = await lists.allowed();
  const bytes = new TextEncoder().encode(JSON.stringify(list));
  const listFileId = uploads.open({ name: 'new.json', sizeBytes: bytes.byteLength });
  uploads.append(listFileId, bytes);
  return { listFileId, listName: 'here', allowId: own?.id ?? 0 };
}
