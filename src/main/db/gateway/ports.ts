/** The two halves of a store as the gateway sees them: in other threads, or in this one. All of it is cloneable. */
import type { PageInput, PageOutcome } from '#main/services/ports/store/ingest.ts';
import type { StoreChange, StoreReads, StoreWrites } from '#main/services/ports/store.ts';
import type { Revisions } from '../changes.ts';
import type { SpoiltLog } from '../open/spoilt-log.ts';
import type { StopFlag } from './stop-flag.ts';

/** One read on its way to a reader. */
export interface ReadCall<Name extends keyof StoreReads = keyof StoreReads> {
  readonly name: Name;
  readonly input: StoreReads[Name]['input'];
  readonly nowMs: number;
  /** Answer nothing yet when roll-ups are out of date, so that they can be brought up to date first. */
  readonly unlessDue: boolean;
  /** Raised when nobody waits for the answer any more: then there need not be one. */
  readonly stop?: StopFlag | undefined;
}

/** `due` instead of an answer: see {@link ReadCall.unlessDue}. */
export type ReadReply<Output> =
  | { readonly kind: 'answer'; readonly output: Output; readonly durationMs: number }
  | { readonly kind: 'due' };

/** What opening came to. */
export interface OpenReply {
  readonly state: 'ready' | 'empty' | 'outdated';
  readonly spoiltLog: SpoiltLog | undefined;
}

/** Rejects with AppErrors only. */
export interface ReaderPort {
  /** Opens now rather than at the first read. */
  open(): Promise<OpenReply>;
  read<Name extends keyof StoreReads>(call: ReadCall<Name>): Promise<ReadReply<StoreReads[Name]['output']>>;
  revisions(): Promise<Revisions>;
  /** A reader for one caller alone, that sees the store as it is now. */
  hold(nowMs: number): Promise<HeldReader>;
  /** About how many indicators there are. */
  size(): Promise<number>;
  close(): Promise<void>;
}

/** Rejects with AppErrors only. */
export interface HeldReader {
  /** Roll-ups are out of date, and remain so here. */
  readonly isDue: boolean;
  read<Name extends keyof StoreReads>(call: ReadCall<Name>): Promise<ReadReply<StoreReads[Name]['output']>>;
  close(): Promise<void>;
}

/** The search engine in its thread. It may not be ready, or not up to date: then there is no answer, and a reader gives it. */
export interface SearchPort {
  /**
   * Answers, unless a reader should; a little later where the engine is being filled and a reader would take longer still. Rejects
   * with AppErrors only.
   */
  read<Name extends keyof StoreReads>(
    call: ReadCall<Name>,
    signal?: AbortSignal,
  ): Promise<ReadReply<StoreReads[Name]['output']> | undefined>;
  /** There may be searches: starts the engine where that is worth it. Returns at once. */
  consider(readSize: () => Promise<number>): void;
  close(): Promise<void>;
}

/** Rejects with AppErrors only. */
export interface WriterPort {
  write<Name extends keyof StoreWrites>(
    name: Name,
    input: StoreWrites[Name]['input'],
    nowMs: number,
  ): Promise<StoreWrites[Name]['output']>;
  ingest(page: PageInput, nowMs: number): Promise<PageOutcome>;
  refreshDue(nowMs: number): Promise<void>;
  lease(name: string, nowMs: number): Promise<void>;
  release(name: string): Promise<void>;
  close(): Promise<void>;
}

/** What a writer tells without being asked. */
export interface WriterEvents {
  /** Counters after the commit, and what it changed. */
  onCommit(revisions: Revisions, change: StoreChange): void;
  note(event: string, fields: Readonly<Record<string, unknown>>): void;
  /** It takes no more calls: it was closed, or its thread has died. */
  onEnd(): void;
}
