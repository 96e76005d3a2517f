import type { Clock, Logger, Paths } from '#main/ports/ports.ts';
import type { Store, StoreReads } from '#main/services/ports/store.ts';
import { toAppError } from './gateway/app-errors.ts';
import type { HeldReader, ReadCall, ReaderPort, ReadReply, WriterEvents, WriterPort } from './gateway/ports.ts';
import { StoreGateway } from './gateway/store-gateway.ts';
import type { FindStream } from './ingest/ingest.ts';
import { answerRead, openCore } from './reader/answer-read.ts';
import { ReaderCore } from './reader/reader-core.ts';
import { WriterCore } from './writer/writer-core.ts';

/** What the store needs of the world. */
export interface InlineStoreParts {
  readonly paths: Pick<Paths, 'dataFolder' | 'databaseFile'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly findStream: FindStream;
}

/** The same store in the calling thread: for unit tests and small tools. Errors as `openStore`. */
export function openInlineStore({ paths, clock, logger, findStream }: InlineStoreParts): Promise<Store> {
  const { dataFolder, databaseFile } = paths;
  return StoreGateway.open({
    reader: createReader({ dataFolder, databaseFile }),
    startWriter: (events) => startWriter({ dataFolder, databaseFile, findStream, nowMs: clock.nowMs() }, events),
    dataFolder,
    clock,
    logger,
  });
}

function createReader(place: { readonly dataFolder: string; readonly databaseFile: string }): ReaderPort {
  const core = new ReaderCore(place);
  const held = new Set<ReaderCore>();
  return {
    open: () => attempt(() => openCore(core)),
    read: readBy(core),
    revisions: () => attempt(() => core.revisions()),
    size: () => attempt(() => core.size()),
    hold: (nowMs) =>
      attempt((): HeldReader => {
        const own = new ReaderCore(place);
        const isDue = own.hold(nowMs);
        held.add(own);
        const close = (): void => {
          held.delete(own);
          own.close();
        };
        return { isDue, read: readBy(own), close: () => attempt(close) };
      }),
    close: () =>
      attempt(() => {
        for (const own of held) own.close();
        core.close();
      }),
  };
}

function readBy(core: ReaderCore): ReaderPort['read'] {
  return <Name extends keyof StoreReads>(call: ReadCall<Name>): Promise<ReadReply<StoreReads[Name]['output']>> =>
    attempt(() => answerRead(core, call));
}

type CoreParts = Omit<Parameters<typeof WriterCore.open>[0], keyof WriterEvents>;

async function startWriter(parts: CoreParts, events: WriterEvents): Promise<WriterPort> {
  const core = await attempt(() =>
    WriterCore.open({ ...parts, onCommit: events.onCommit.bind(events), note: events.note.bind(events) }),
  );
  return {
    write: (name, input, nowMs) => attempt(() => core.write(name, input, nowMs)),
    ingest: (page, nowMs) => attempt(() => core.ingest(page, nowMs)),
    refreshDue: (nowMs) => attempt(() => core.refreshDue(nowMs)),
    lease: (connectionId, nowMs) => attempt(() => core.lease(connectionId, nowMs)),
    release: (connectionId) => attempt(() => core.release(connectionId)),
    close: () => attempt(() => core.close()),
  };
}

async function attempt<Result>(body: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await body();
  } catch (error) {
    throw toAppError(error);
  }
}
