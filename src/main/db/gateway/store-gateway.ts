import type { Clock, Logger } from '#main/ports/ports.ts';
import type { PageInput, PageOutcome } from '#main/services/ports/store/ingest.ts';
import type {
  LeasePurpose,
  ReadOptions,
  Store,
  StoreChange,
  StoreReads,
  StoreSnapshot,
  StoreWrites,
} from '#main/services/ports/store.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { ConnectionId } from '#shared/model/ids.ts';
import type { StoreHealth } from '#shared/model/store-health.ts';
import { describeShape } from '../search/shape.ts';
import { ChangeWatch } from './change-watch.ts';
import { type FileCheck, scheduleFileCheck } from './file-check.ts';
import { HealthRecord } from './health-record.ts';
import type { ReadCall, ReaderPort, ReadReply, SearchPort, WriterEvents, WriterPort } from './ports.ts';
import { isForEngine } from './route.ts';
import { flagFor } from './stop-flag.ts';

/** What the gateway stands on. */
export interface GatewayParts {
  readonly reader: ReaderPort;
  /** Answers searches of a large cache from memory; without it readers do. */
  readonly search?: SearchPort | undefined;
  /** Starts the writing half; called at the first write, and again after it failed to start or ended. */
  readonly startWriter: (events: WriterEvents) => Promise<WriterPort>;
  readonly dataFolder: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The store over a reading and a writing half; the latter is started when it is first needed. */
export class StoreGateway implements Store {
  readonly #parts: GatewayParts;
  readonly #changes: ChangeWatch;
  readonly #health: HealthRecord;
  #writer: Promise<WriterPort> | undefined;
  #isClosed = false;
  #isSpoiltLogTold = false;
  #check: FileCheck | undefined;

  private constructor(parts: GatewayParts) {
    this.#parts = parts;
    this.#changes = new ChangeWatch(() => parts.reader.revisions());
    this.#health = new HealthRecord(parts);
  }

  /**
   * Looks at the database file and migrates one that is older.
   *
   * @throws AppError `storage.foreignFile`, `storage.newerSchema`, `storage.corrupt`, `storage.readOnly` (an older file that
   * cannot be migrated), `storage.full`, `storage.busy`.
   */
  static async open(parts: GatewayParts): Promise<StoreGateway> {
    const gateway = new StoreGateway(parts);
    try {
      const { state, spoiltLog } = await parts.reader.open();
      if (spoiltLog !== undefined) gateway.#tellSpoiltLog({ ...spoiltLog });
      if (state === 'outdated') await gateway.#write();
      if (state !== 'empty') {
        gateway.#check = scheduleFileCheck({ ...parts, health: gateway.#health });
        // Where there is an engine there is a window, whose first questions come about when it is filled from its snapshot.
        parts.search?.consider(() => parts.reader.size());
      }
      return gateway;
    } catch (error) {
      await gateway.close();
      throw error;
    }
  }

  async read<Name extends keyof StoreReads>(
    name: Name,
    input: StoreReads[Name]['input'],
    { signal }: ReadOptions = {},
  ): Promise<StoreReads[Name]['output']> {
    this.#refuseClosed();
    if (signal?.aborted === true) throw new AppError('internal.cancelled', 'The question was taken back.');
    const stop = signal === undefined ? undefined : flagFor(signal);
    const call = { name, input, nowMs: this.#parts.clock.nowMs(), unlessDue: name.startsWith('indicators.'), stop };
    const reply = await this.#ask(call, signal);
    if (reply.kind === 'answer') return this.#accept(call, reply);
    await this.#refreshDue(call.nowMs);
    const second = await this.#ask({ ...call, unlessDue: false }, signal);
    if (second.kind === 'due') throw new Error('A reader put off a question that was not to be put off.');
    return this.#accept(call, second);
  }

  async snapshot(): Promise<StoreSnapshot> {
    this.#refuseClosed();
    const nowMs = this.#parts.clock.nowMs();
    let held = await this.#parts.reader.hold(nowMs);
    if (held.isDue) {
      await held.close();
      await this.#refreshDue(nowMs);
      held = await this.#parts.reader.hold(nowMs);
    }
    const reader = held;
    return {
      // The moment of the snapshot is its time too: what is expired does not change under the reader's eyes.
      read: async (name, input) => {
        const reply = await reader.read({ name, input, nowMs, unlessDue: false });
        if (reply.kind === 'due') throw new Error('A reader put off a question that was not to be put off.');
        return reply.output;
      },
      release: () => reader.close(),
    };
  }

  async write<Name extends keyof StoreWrites>(
    name: Name,
    input: StoreWrites[Name]['input'],
  ): Promise<StoreWrites[Name]['output']> {
    const writer = await this.#write();
    return writer.write(name, input, this.#parts.clock.nowMs());
  }

  async ingest(page: PageInput): Promise<PageOutcome> {
    const writer = await this.#write();
    return writer.ingest(page, this.#parts.clock.nowMs());
  }

  async leaseConnection(
    connectionId: ConnectionId,
    purpose: LeasePurpose = 'sync',
  ): Promise<{ release(): Promise<void> }> {
    const name = purpose === 'sync' ? connectionId : `${connectionId}.push`;
    const started = this.#write();
    const writer = await started;
    await writer.lease(name, this.#parts.clock.nowMs());
    let isReleased = false;
    return {
      release: async () => {
        // Closing the store has released it, and so has the end of the writer that held it.
        if (isReleased || this.#isClosed || this.#writer !== started) return;
        isReleased = true;
        await writer.release(name);
      },
    };
  }

  onChange(listener: (change: StoreChange) => void): () => void {
    return this.#changes.add(listener);
  }

  async health(): Promise<StoreHealth> {
    return this.#health.read();
  }

  onHealth(listener: (health: StoreHealth) => void): () => void {
    return this.#health.onChange(listener);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#check?.cancel();
    this.#changes.stop();
    const writer = await this.#writer?.catch(() => undefined);
    // The writer goes last: only it can fold the write-ahead log into the file, and only when nobody reads any more.
    try {
      await Promise.all([this.#parts.reader.close(), this.#parts.search?.close()]);
    } finally {
      await writer?.close();
    }
  }

  async #ask<Name extends keyof StoreReads>(
    call: ReadCall<Name>,
    signal: AbortSignal | undefined,
  ): Promise<ReadReply<StoreReads[Name]['output']>> {
    try {
      return (await this.#askEngine(call, signal)) ?? (await this.#parts.reader.read(call));
    } catch (error) {
      if (error instanceof AppError) this.#noteFailure(call, error);
      throw error;
    }
  }

  /** Undefined where a reader should answer: who asks does not see where the answer comes from. */
  async #askEngine<Name extends keyof StoreReads>(
    call: ReadCall<Name>,
    signal: AbortSignal | undefined,
  ): Promise<ReadReply<StoreReads[Name]['output']> | undefined> {
    const { search, reader } = this.#parts;
    if (search === undefined || !isForEngine(call)) return undefined;
    search.consider(() => reader.size());
    return search.read(call, signal);
  }

  #accept<Name extends keyof StoreReads>(
    call: ReadCall<Name>,
    { output, durationMs }: Extract<ReadReply<StoreReads[Name]['output']>, { kind: 'answer' }>,
  ): StoreReads[Name]['output'] {
    if (durationMs > slowMs) {
      const rows = Array.isArray(output) ? output.length : 1;
      this.#parts.logger.write('info', 'store.slow', { operation: call.name, durationMs, rows, plan: shapeOf(call) });
    }
    // One that somebody asked for, such as `doctor`, counts as one in the background does.
    const said = isCheck(call) ? checkOf(output) : undefined;
    if (said !== undefined) this.#health.noteCheck(said);
    return output;
  }

  #noteFailure(call: ReadCall, { code, message }: AppError): void {
    if (code === 'storage.busy') {
      this.#parts.logger.write('warn', 'store.tooSlow', { operation: call.name, plan: shapeOf(call) });
    }
    if (code !== 'storage.corrupt') return;
    if (isCheck(call)) this.#health.noteCheck(message);
    else this.#check?.metDamage();
  }

  /** In a read-only folder, or while somebody else writes, the answer is that of the last roll-up. */
  async #refreshDue(nowMs: number): Promise<void> {
    try {
      await (await this.#write()).refreshDue(nowMs);
    } catch (error) {
      this.#parts.logger.write('debug', 'store.notRefreshed', {
        code: error instanceof AppError ? error.code : 'unknown',
      });
    }
  }

  #write(): Promise<WriterPort> {
    this.#refuseClosed();
    this.#writer ??= this.#startWriter();
    return this.#writer;
  }

  #startWriter(): Promise<WriterPort> {
    const { logger, startWriter } = this.#parts;
    const forget = (): void => {
      if (this.#writer === started) this.#writer = undefined;
    };
    const started = startWriter({
      onCommit: (revisions, change) => this.#changes.notice(revisions, change),
      note: (event, fields) => this.#note(event, fields),
      onEnd: () => {
        if (!this.#isClosed) logger.write('error', 'store.writerEnded');
        forget();
      },
    });
    started.catch(forget);
    return started;
  }

  #note(event: string, fields: Readonly<Record<string, unknown>>): void {
    if (event === 'store.logSpoilt') this.#tellSpoiltLog(fields);
    else this.#parts.logger.write(event === 'store.slow' ? 'info' : 'warn', event, fields);
  }

  /** Some of what was stored last may be missing. The reader that opens first finds it, and mostly the writer after it, too. */
  #tellSpoiltLog(fields: Readonly<Record<string, unknown>>): void {
    if (this.#isSpoiltLogTold) return;
    this.#isSpoiltLogTold = true;
    this.#health.noteSpoiltLog(fields);
  }

  #refuseClosed(): void {
    if (this.#isClosed) throw new AppError('internal.cancelled', 'The store is closed.');
  }
}

/** A read that takes longer is logged: by its name and the shape of its plan, never with values. */
const slowMs = 50;

/** Whether the whole file is looked through. */
function isCheck({ name, input }: ReadCall): boolean {
  return (
    name === 'store.statistics' &&
    input !== null &&
    typeof input === 'object' &&
    'check' in input &&
    input.check === true
  );
}

function checkOf(statistics: unknown): string | undefined {
  const isThere = typeof statistics === 'object' && statistics !== null && 'check' in statistics;
  return isThere && typeof statistics.check === 'string' ? statistics.check : undefined;
}

function shapeOf({ input }: ReadCall): string | null {
  return input !== null && typeof input === 'object' && 'plan' in input ? describeShape(input.plan.where) : null;
}
