import { SearchEngine } from '#main/search/engine.ts';
import type { StoreReads } from '#main/services/ports/store.ts';
import type { ReadConnection } from '../connection.ts';
import type { ReadCall, ReadReply } from '../gateway/ports.ts';
import { reads } from '../operations/reads.ts';
import { answerRead } from '../reader/answer-read.ts';
import { ReaderCore, type ReaderPlace } from '../reader/reader-core.ts';
import { EngineReads } from './engine-reads.ts';
import { fillEngine } from './fill.ts';
import { Follower, type FollowResult, readSequence } from './follower.ts';
import { loadSnapshot, SnapshotSaver } from './snapshot-saver.ts';

/**
 * How often commits are looked for between two questions, and while something changes: before each question they are looked
 * for anyway, and what was read before needs not be read then.
 */
const followMs = 100;
const busyFollowMs = 15;
/** Changed indicators read between two questions, about 5 ms; and those read before a question, else a reader answers it. */
const followLimit = 400;
const catchUpLimit = 10_000;
/** Merging goes on for so long before questions are listened to again. */
const workMs = 5;
/** With so many segments it merges before it reads on. */
const manySegments = 10;

/** `behind` instead of an answer: ask a reader. */
export type SearchReply<Output> = ReadReply<Output> | { readonly kind: 'behind' };

/** What filling the engine came to. */
export interface Filled {
  readonly from: 'snapshot' | 'database';
  readonly indicators: number;
  readonly bytes: number;
  readonly durationMs: number;
}

/** The engine with what is read from it, once it is filled. */
interface State {
  readonly core: ReaderCore;
  readonly engine: SearchEngine;
  readonly follower: Follower;
  readonly reads: EngineReads;
  readonly saver: SnapshotSaver;
}

/** What the core tells without being asked. */
export interface SearchEvents {
  /** It cannot follow any more: `fill` has to be called again. */
  onLost(): void;
  note(event: string, fields: Readonly<Record<string, unknown>>): void;
}

/**
 * Answers searches from memory. Each answer is that of the database at one moment: within one read transaction the engine is
 * brought up to date, and whatever else is needed is read from the database.
 */
export class SearchCore {
  readonly #place: ReaderPlace;
  readonly #events: SearchEvents;
  #state: State | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(place: ReaderPlace, events: SearchEvents) {
    this.#place = place;
    this.#events = events;
  }

  /**
   * Reads everything into memory: from the snapshot where there is one of this database that the log of changes reaches back
   * to, else from the tables, which takes some seconds for a million.
   *
   * @returns null where it must not run: without WAL, a reader that reads that long would keep every writer out.
   */
  fill(): Filled | null {
    const startedMs = performance.now();
    this.close();
    const engine = new SearchEngine();
    const engineReads = new EngineReads(engine);
    const core = new ReaderCore(this.#place, {
      table: { ...reads, ...engineReads.table },
      // The work is bounded by what is in memory: on a busy machine it is late, and no narrower question would help.
      limitMs: null,
    });
    const filled = core.atOneMoment((db) => {
      if (db.value('PRAGMA journal_mode') !== 'wal') return undefined;
      const loaded = loadSnapshot(db, this.#place.dataFolder, engine);
      if (loaded !== undefined) return { from: 'snapshot', sequence: loaded } as const;
      fillEngine(db, engine);
      return { from: 'database', sequence: readSequence(db) } as const;
    });
    if (filled === undefined) {
      core.close();
      return null;
    }
    const { from, sequence } = filled;
    const savedSequence = from === 'snapshot' ? sequence : undefined;
    const saver = new SnapshotSaver({
      dataFolder: this.#place.dataFolder,
      engine,
      savedSequence,
      note: this.#events.note,
    });
    const state = { core, engine, follower: new Follower(engine, sequence), reads: engineReads, saver };
    // What has changed meanwhile, or since the snapshot: a question reads on only so far, and a reader needs seconds among millions.
    while (core.atOneMoment((db) => follow(state, db, catchUpLimit)) === 'behind');
    this.#state = state;
    this.#schedule(0);
    const durationMs = Math.round(performance.now() - startedMs);
    return { from, indicators: engine.size, bytes: engine.byteLength, durationMs };
  }

  /** @throws as the reads do. */
  read<Name extends keyof StoreReads>(call: ReadCall<Name>): SearchReply<StoreReads[Name]['output']> {
    const state = this.#state;
    if (state === undefined) return { kind: 'behind' };
    const reply = state.core.atOneMoment((db): SearchReply<StoreReads[Name]['output']> | 'lost' => {
      const result = follow(state, db, catchUpLimit);
      if (result === 'lost') return result;
      return result === 'behind' ? { kind: result } : answerRead(state.core, call);
    });
    if (reply !== 'lost') return reply;
    this.#giveUp();
    return { kind: 'behind' };
  }

  close(): void {
    clearTimeout(this.#timer);
    this.#state?.core.close();
    this.#state = undefined;
  }

  #giveUp(): void {
    this.close();
    this.#events.onLost();
  }

  #schedule(delayMs: number): void {
    this.#timer = setTimeout(() => {
      const nextMs = this.#tick();
      if (this.#state !== undefined) this.#schedule(nextMs);
    }, delayMs);
  }

  /** Follows and tidies up between two questions. @returns how long to wait until the next time. */
  #tick(): number {
    const state = this.#state;
    if (state === undefined) return followMs;
    const { sequence } = state.follower;
    try {
      const result = state.core.atOneMoment((db) => follow(state, db, followLimit));
      if (result === 'lost') {
        this.#giveUp();
        return followMs;
      }
      if (result === 'upToDate') state.core.atOneMoment((db) => state.saver.consider(db, state.follower.sequence));
      else if (state.engine.segments.size < manySegments) return 0;
    } catch {
      // Whoever asks next is told why.
      return followMs;
    }
    const segments = state.engine.segments.size;
    const isMore = state.engine.work(workMs);
    // What was found before holds on to segments that are merged now.
    if (state.engine.segments.size !== segments) state.reads.forget();
    if (isMore) return 0;
    return state.follower.sequence === sequence ? followMs : busyFollowMs;
  }
}

/** Reads on in the log of changes. Inside a transaction. */
function follow(state: State, db: ReadConnection, limit: number): FollowResult {
  const before = state.follower.dataVersion;
  const result = state.follower.catchUp(db, limit);
  if (state.follower.dataVersion !== before || result !== 'upToDate') state.reads.forget();
  return result;
}
