/** Body of the writer thread: the only one that writes, and the one that reads vendors' pages. */
import { fsyncSync, openSync } from 'node:fs';
import type { Database } from 'better-sqlite3';
import type { PageInput } from '#main/services/ports/store/ingest.ts';
import type { StoreWrites } from '#main/services/ports/store.ts';
import { backUp } from './care/backup.ts';
import { repair } from './care/repair.ts';
import { restore } from './care/restore.ts';
import { openHandle } from './connection.ts';
import { type RpcPort, type RpcReply, serve } from './gateway/rpc.ts';
import type { StopFlag } from './gateway/stop-flag.ts';
import type { FindStream } from './ingest/ingest.ts';
import { LogCopier } from './sums/copy-log.ts';
import { WriterCore } from './writer/writer-core.ts';

/**
 * Writes until the thread is stopped. @param data what `WriterClient` passes. @param loadStreams brings the vendors' readers
 * in: a note or a decision does without them, so they are not waited for until a sync takes its lease.
 */
export function runWriter(port: RpcPort, data: unknown, loadStreams: () => Promise<FindStream>): void {
  // Passed by WriterClient of the same build.
  const place = data as { readonly databaseFile: string; readonly dataFolder: string };
  const tell = (event: string, ...args: readonly unknown[]): void => {
    const message: RpcReply = { id: 0, event, args };
    port.postMessage(message);
  };
  let opened: WriterCore | undefined;
  let log: Database | undefined;
  let copier: LogCopier | undefined;
  // Kept open: closing it would take SQLite's locks on the database from this process.
  let file: number | undefined;
  let findStream: FindStream | undefined;
  let loading: Promise<FindStream> | undefined;
  const load = (): Promise<FindStream> => {
    loading ??= loadStreams();
    return loading;
  };
  const core = (): WriterCore => {
    if (opened === undefined) throw new Error('The writer is not open.');
    return opened;
  };
  serve(port, {
    open: async (nowMs: number) => {
      opened = await WriterCore.open({
        ...place,
        findStream: (vendor, stream) => {
          if (findStream === undefined) throw new Error('The readers of pages are not loaded.');
          return findStream(vendor, stream);
        },
        nowMs,
        onCommit: (revisions, change) => tell('commit', revisions, change),
        askForCopy: () => tell('longLog'),
        note: (event, fields) => tell('note', event, fields),
      });
    },
    write: (name: keyof StoreWrites, input: StoreWrites[keyof StoreWrites]['input'], nowMs: number) =>
      core().write(name, input, nowMs),
    ingest: async (page: PageInput, nowMs: number) => {
      findStream ??= await load();
      return core().ingest(page, nowMs);
    },
    logCopied: () => core().logCopied(),
    refreshDue: (nowMs: number) => core().refreshDue(nowMs),
    lease: (name: string, nowMs: number) => {
      // While the first page is on its way; what goes wrong is told when that page is read. A push reads none.
      if (!name.endsWith('.push')) load().catch(() => undefined);
      return core().lease(name, nowMs);
    },
    release: (name: string) => core().release(name),
    close: () => core().close(),
    // Asked of a thread that does nothing else (see gateway/checkpointer.ts).
    checkpoint: () => {
      log ??= openHandle(place.databaseFile, { fileMustExist: true });
      copier ??= new LogCopier(place.databaseFile);
      copier.copy(log);
      // SQLite waits for the disk when all of the log is copied, 80 ms for 64 MiB, and mostly the writer copies the last of it.
      file ??= openSync(place.databaseFile, 'r');
      fsyncSync(file);
    },
    // Work on the file as a whole; asked of a thread that never opens the store (see data-care.ts).
    backUp: (target: string, stop?: StopFlag) => backUp({ file: place.databaseFile, target, stop }),
    restore: (source: string, nowMs: number, stop?: StopFlag) =>
      restore({ file: place.databaseFile, source, nowMs, stop }),
    repair: (nowMs: number, stop?: StopFlag) => repair({ file: place.databaseFile, nowMs, stop }),
  });
}
