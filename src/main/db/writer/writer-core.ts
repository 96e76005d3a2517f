import { join } from 'node:path';
import { dropAbandoned, dropAbandonedFolders } from '#main/files/temporary-files.ts';
import type { PageInput, PageOutcome } from '#main/services/ports/store/ingest.ts';
import type { StoreWrites } from '#main/services/ports/store.ts';
import { keepAccount } from '../audit/keep-account.ts';
import { SqlConnection } from '../connection.ts';
import { dropSnapshot } from '../engine/snapshot-file.ts';
import { StoreFault } from '../fault.ts';
import { type FindStream, Ingest, type OpenPage, type PageStep } from '../ingest/ingest.ts';
import { refreshRecords } from '../ingest/refresh-records.ts';
import { type Lease, leaseWords, takeLease } from '../leases/lease-files.ts';
import { leaveMark } from '../leases/run-marks.ts';
import { evaluateLists } from '../lists/evaluate.ts';
import { MatcherCache } from '../lists/load-matcher.ts';
import { seedShippedLists } from '../lists/seed.ts';
import { closeAsItIs } from '../open/file-watch.ts';
import { identifyFiles } from '../open/foreign-log.ts';
import type { Journal } from '../open/journal.ts';
import { openWriter } from '../open/open-writer.ts';
import { pause } from '../open/pause.ts';
import type { WriteTable } from '../operations/operation.ts';
import { type TableWriteName, writes } from '../operations/writes.ts';
import { LogCopier } from '../sums/copy-log.ts';
import { LogKeeper } from './log-keeper.ts';
import { maintain } from './maintain.ts';
import { refreshDue } from './refresh.ts';
import { Removal } from './removal.ts';
import { endRun, startRun } from './run-writes.ts';
import { Schedule } from './schedule.ts';
import type { CommitListener } from './transactions.ts';
import { Transactions } from './transactions.ts';
import { WatchedFiles } from './watched-files.ts';
import { distrustFuture } from './wrong-clock.ts';

/** What a writer needs. */
export interface WriterParts {
  readonly databaseFile: string;
  readonly dataFolder: string;
  readonly findStream: FindStream;
  readonly onCommit: CommitListener;
  /** See {@link LogKeeper}; absent where nobody else can copy the log, and the writer does it. */
  readonly askForCopy?: () => void;
  /** Something worth a line in the log. */
  readonly note: (event: string, fields: Readonly<Record<string, unknown>>) => void;
  readonly nowMs: number;
}

interface OpenedParts {
  readonly connection: SqlConnection;
  readonly journal: Journal;
  readonly clearMark: () => void;
}

/** Pause between two slices of a busy sync, in which other processes get the write lock. */
const breatherMs = 2;
/** An operation that takes longer is logged: by name, never with values. */
const slowMs = 50;

/**
 * What may be lost in a power cut, and comes too often to wait for the disk each time: counts of requests, of which a few less are
 * known then.
 */
const forgettable: ReadonlySet<string> = new Set<keyof StoreWrites>(['quotas.enter']);

/** All that writes: one connection, one piece of work at a time. Lives in the writer thread, or in the caller's. */
export class WriterCore {
  readonly #parts: WriterParts;
  readonly #connection: SqlConnection;
  readonly #transactions: Transactions;
  readonly #ingest: Ingest;
  readonly #schedule = new Schedule();
  readonly #matchers = new MatcherCache();
  readonly #leases = new Map<string, Lease>();
  readonly #clearMark: () => void;
  readonly #log: LogKeeper | undefined;
  readonly #files: WatchedFiles;
  readonly #copier: LogCopier;

  private constructor(parts: WriterParts, { connection, journal, clearMark }: OpenedParts) {
    this.#parts = parts;
    this.#connection = connection;
    this.#files = new WatchedFiles({ ...parts, connection, journal });
    this.#transactions = new Transactions({
      db: connection,
      journal,
      files: this.#files,
      onCommit: parts.onCommit,
      onForeignCommit: () => this.#ingest.forget(),
      onEnd: () => this.#keepLog((log) => log.committed()),
    });
    this.#ingest = new Ingest(this.#transactions, parts.findStream, this.#matchers);
    this.#clearMark = clearMark;
    this.#copier = new LogCopier(parts.databaseFile);
    if (journal === 'wal') {
      this.#log = new LogKeeper({
        database: connection.database,
        askForCopy: parts.askForCopy,
        copy: () => this.#copyLog(),
        holdPages: () => this.#schedule.holdPages(),
        releasePages: () => this.#schedule.releasePages(),
      });
    }
  }

  /**
   * Opens (makes, migrates) the database and takes up what an earlier process left to do.
   *
   * @throws StoreFault as `openWriter`.
   */
  static async open(parts: WriterParts): Promise<WriterCore> {
    const opened = await openWriter({ file: parts.databaseFile, nowMs: parts.nowMs });
    const { database, journal, migrated, spoiltLog } = opened;
    const connection = new SqlConnection(database);
    try {
      const writer = new WriterCore(parts, {
        connection,
        journal,
        clearMark: leaveMark(parts.dataFolder, parts.nowMs, identifyFiles(parts.databaseFile)),
      });
      if (journal !== 'wal') parts.note('store.noWal', { journal });
      if (spoiltLog !== undefined) parts.note('store.logSpoilt', { ...spoiltLog });
      if (migrated.length > 0) parts.note('store.migrated', { steps: migrated });
      await dropAbandoned(parts.dataFolder);
      await dropAbandonedFolders(parts.dataFolder);
      await dropAbandoned(join(parts.dataFolder, 'backups'));
      await seedShippedLists(writer.#transactions, parts.nowMs);
      distrustFuture(writer.#transactions, parts.nowMs);
      for (const removal of Removal.pending(writer.#transactions)) writer.#continueRemoval(removal, () => {});
      return writer;
    } catch (error) {
      closeAsItIs(connection, parts.databaseFile);
      throw error;
    }
  }

  /** Runs one write in a transaction of its own, between two slices of whatever is being synced. */
  async write<Name extends keyof StoreWrites>(
    name: Name,
    input: StoreWrites[Name]['input'],
    nowMs: number,
  ): Promise<StoreWrites[Name]['output']> {
    const output = await this.#urgently(name, () => this.#run(name, input, nowMs));
    if (name === 'connections.remove') await this.#finishRemovals();
    return output;
  }

  /** Stores one page; answered when it is applied, committed soon after. */
  ingest(page: PageInput, nowMs: number): Promise<PageOutcome> {
    return new Promise((resolve, reject) => {
      const run = (work: () => PageStep | PageOutcome | undefined, again: () => void): void => {
        try {
          const step = this.#timed('ingest', work);
          if (step === undefined) again();
          else if (!('kind' in step)) resolve(step);
          else if (step.kind === 'stored') resolve(step.outcome);
          else if (step.kind === 'storing') continuePage(step.open);
          else continueSweep(step.sweep);
        } catch (error) {
          reject(error);
        }
        if (this.#schedule.hasPages && !this.#transactions.isOpen) pause(breatherMs);
      };
      const continuePage = (open: OpenPage): void =>
        this.#schedule.addPart(() =>
          run(
            () => this.#ingest.continuePage(open, nowMs),
            () => {},
          ),
        );
      const continueSweep = (sweep: Parameters<Ingest['continueSweep']>[0]): void => {
        const again = (): void => continueSweep(sweep);
        this.#schedule.addPage(() => run(() => this.#ingest.continueSweep(sweep, nowMs), again));
      };
      this.#schedule.addPage(() =>
        run(
          () => this.#ingest.page(page, nowMs),
          () => {},
        ),
      );
    });
  }

  /** Rolls up anew what has expired since, and compares with the lists what is new or may stand on others now. */
  async refreshDue(nowMs: number): Promise<void> {
    while (await this.#urgently('refreshDue', () => refreshDue(this.#transactions, nowMs)));
    while (await this.#urgently('evaluateLists', () => evaluateLists(this.#transactions, this.#matchers, nowMs)));
  }

  /** @throws StoreFault `state.conflict` naming the holder. */
  lease(name: string, nowMs: number): void {
    if (this.#leases.has(name)) {
      const { what, suggestion } = leaseWords(name);
      throw new StoreFault('state.conflict', `${what}, by this program.`, { retryable: true, suggestion });
    }
    this.#leases.set(name, takeLease(this.#parts.dataFolder, name, nowMs));
  }

  /** Gives a lease back; what was synced under it is committed first. */
  async release(name: string): Promise<void> {
    await this.#urgently('release', () => {
      this.#leases.get(name)?.release();
      this.#leases.delete(name);
    });
  }

  /** What could be copied of the write-ahead log was copied, see {@link LogKeeper}. */
  logCopied(): void {
    this.#schedule.addUrgent(() =>
      this.#keepLog((log) => {
        // The commit that had pages held may have been in the middle of one, which has begun the next transaction since; within one
        // the state of the log cannot be asked for.
        if (log.holdsPages) this.#ingest.commit();
        this.#files.check();
        log.copied();
      }),
    );
  }

  #keepLog(step: (log: LogKeeper) => void): void {
    if (this.#log === undefined) return;
    try {
      step(this.#log);
    } catch (error) {
      // What was committed is, and the transaction that comes next says what is wrong: nothing must wait for this log.
      this.#parts.note('store.logNotCopied', { error: String(error) });
      this.#log.stop();
      this.#copier.giveUp(this.#connection.database);
    }
  }

  /** @returns whether SQLite may copy what is left of it. */
  #copyLog(): boolean {
    const { database } = this.#connection;
    return database.pragma('journal_mode', { simple: true }) !== 'wal' || this.#copier.copy(database);
  }

  /** Finishes what was asked for, commits, and closes the file. */
  async close(): Promise<void> {
    this.#log?.stop();
    this.#schedule.stopBackground();
    await this.#schedule.drain();
    let failure: unknown;
    try {
      this.#ingest.commit();
    } catch (error) {
      failure = error;
    }
    for (const lease of this.#leases.values()) lease.release();
    // Where that fails, the log stays for the next start.
    let mayCopyLog = false;
    try {
      maintain(this.#transactions, () => {
        mayCopyLog = this.#copyLog();
      });
    } catch (error) {
      this.#parts.note('store.notMaintained', { error: String(error) });
    }
    this.#copier.release();
    const isSound = this.#files.close(mayCopyLog);
    this.#copier.close(isSound);
    // With the mark left, the next start has the file checked.
    if (isSound) this.#clearMark();
    if (failure !== undefined) throw failure;
  }

  #run<Name extends keyof StoreWrites>(
    name: Name,
    input: StoreWrites[Name]['input'],
    nowMs: number,
  ): StoreWrites[Name]['output'] {
    const special: WriteSpecials = {
      'records.refresh': (asked) => refreshRecords(this.#transactions, this.#parts.findStream, { input: asked, nowMs }),
      'runs.start': (asked) => startRun(this.#transactions, asked),
      'runs.finish': (asked) => endRun(this.#transactions, this.#ingest, asked),
      'store.maintain': () => {
        maintain(this.#transactions, () => this.#copyLog());
        return null;
      },
    };
    if (isSpecial(name)) return runSpecial(special, name, input);
    const operation = pickWrite(name);
    const dropForgotten = (output: StoreWrites[Name]['output']): void => {
      if (hasForgotten(name, output)) dropSnapshot(this.#parts.dataFolder);
    };
    const output = this.#transactions.run(!forgettable.has(name), (changes) => {
      const result = operation({ db: this.#connection, changes, nowMs }, input);
      keepAccount(this.#connection, changes, { name, input, output: result });
      // Before the commit, should it be the last thing that this process does; and after it, should one be written meanwhile.
      dropForgotten(result);
      return result;
    });
    dropForgotten(output);
    return output;
  }

  #urgently<Result>(name: string, body: () => Result): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.#schedule.addUrgent(() => {
        try {
          this.#ingest.commit();
          resolve(this.#timed(name, body));
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  async #finishRemovals(): Promise<void> {
    const pending = Removal.pending(this.#transactions);
    await Promise.all(
      pending.map((removal) => new Promise<void>((resolve) => this.#continueRemoval(removal, resolve))),
    );
  }

  #continueRemoval(removal: Removal, done: () => void): void {
    this.#schedule.addBackground(() => {
      try {
        this.#ingest.commit();
        // It may hold what is purged; it is made anew when it is missed.
        if (removal.isPurge) dropSnapshot(this.#parts.dataFolder);
        if (removal.step(Date.now())) return true;
        if (removal.isPurge) dropSnapshot(this.#parts.dataFolder);
      } catch (error) {
        // Its row still says what is to be done: the next start takes it up.
        this.#parts.note('store.removalStopped', { error: String(error) });
      }
      done();
      return false;
    });
  }

  #timed<Result>(name: string, body: () => Result): Result {
    const startedMs = performance.now();
    try {
      return body();
    } finally {
      const durationMs = Math.round(performance.now() - startedMs);
      if (durationMs > slowMs) this.#parts.note('store.slow', { operation: name, durationMs });
    }
  }
}

/** Whether indicators went that a snapshot of the search may still hold. */
function hasForgotten<Name extends keyof StoreWrites>(name: Name, output: StoreWrites[Name]['output']): boolean {
  if (name !== 'retention.forget') return false;
  // The name decides which member of the union the output is; TypeScript cannot follow that.
  return (output as StoreWrites['retention.forget']['output']).forgotten > 0;
}

type SpecialName = Exclude<keyof StoreWrites, TableWriteName>;
type WriteSpecials = {
  readonly [N in SpecialName]: (input: StoreWrites[N]['input']) => StoreWrites[N]['output'];
};

function isSpecial(name: keyof StoreWrites): name is SpecialName {
  return !Object.hasOwn(writes, name);
}

function runSpecial<Name extends keyof StoreWrites>(
  table: WriteSpecials,
  name: SpecialName,
  input: StoreWrites[Name]['input'],
): StoreWrites[Name]['output'] {
  // The name decides which member of the union the input is; TypeScript cannot follow that through a table.
  const run = table[name] as (asked: unknown) => StoreWrites[Name]['output'];
  return run(input);
}

function pickWrite<Name extends keyof StoreWrites>(
  name: Name,
): (context: Parameters<WriteTable<TableWriteName>[TableWriteName]>[0], input: unknown) => StoreWrites[Name]['output'] {
  const table: Readonly<Record<string, unknown>> = writes;
  // As above.
  return table[name] as ReturnType<typeof pickWrite<Name>>;
}
